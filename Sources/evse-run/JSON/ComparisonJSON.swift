import Insights
import Runtime
import ScheduleLang

/// What was found of two programs at any time, a part of `--diff --json`.
struct ComparisonJSON: Encodable {
  struct Side: Encodable {
    var decision: DecisionJSON
    var rule: Nullable<PlaceJSON>
    /// Whether the rule chooses, and the decision is only one of its choices.
    var chooses: Bool

    init(_ side: ProgramComparison.Side, of subject: HomeSchedule) {
      decision = DecisionJSON(side.decision)
      rule = Nullable(subject.place(ofRule: side.ruleIndex).map(PlaceJSON.init))
      chooses = side.chooses
    }
  }

  struct Time: Encodable {
    var days: String
    var minutes: String
    /// Pairs of the lowest and the highest.
    var soc: [[Int]]
    var socUnknown: Bool
  }

  struct Readings: Encodable {
    var soc: Nullable<Int>
    var home: Nullable<Double>
    var solar: Nullable<Double>
    var grid: Nullable<Double>
    var importPrice: Nullable<Double>
    var exportPrice: Nullable<Double>
    var pluggedIn: Nullable<Bool>
  }

  struct Example: Encodable {
    var at: String
    var readings: Readings
    /// The readings and what is remembered, in words.
    var facts: String
    var old: Side
    var new: Side
  }

  struct Difference: Encodable {
    /// `rules`, `order to charge` or `order to discharge`.
    var askedBy: String
    var old: Side
    var new: Side
    var times: [Time]
    /// A moment at which it is so; null where none was found.
    var example: Nullable<Example>
    /// What it turns on where none was found; null where one was.
    var turnsOn: Nullable<String>
  }

  struct Setting: Encodable {
    var name: String
    var old: String
    var new: String
    var decides: Bool
  }

  /// `equal`, `differs` or `may differ`.
  var verdict: String
  var from: String
  var found: [Difference]
  var mayDiffer: [Difference]
  var notToldApart: [String]
  var settings: [Setting]
  var compared: [String]

  init(_ comparison: ProgramComparison, from old: HomeSchedule, to new: HomeSchedule) {
    verdict = comparison.verdict.rawValue
    from = comparison.start.description
    found = comparison.differences.map { Difference($0, from: old, to: new) }
    mayDiffer = comparison.doubts.map { Difference($0, from: old, to: new) }
    notToldApart = comparison.unresolved
    settings = comparison.settings.map {
      Setting(name: $0.name, old: $0.before, new: $0.after, decides: $0.matters)
    }
    compared = ProgramComparison.compared
  }
}

extension ComparisonJSON.Difference {
  fileprivate init(_ difference: ProgramComparison.Difference, from old: HomeSchedule, to new: HomeSchedule) {
    switch difference.asker {
    case .rules: askedBy = "rules"
    case .orderToCharge: askedBy = "order to charge"
    case .orderToDischarge: askedBy = "order to discharge"
    }
    self.old = ComparisonJSON.Side(difference.before, of: old)
    self.new = ComparisonJSON.Side(difference.after, of: new)
    times = difference.times.map { time in
      ComparisonJSON.Time(
        days: time.days, minutes: time.minutes, soc: time.socs.map { [$0.lowerBound, $0.upperBound] },
        socUnknown: time.includesUnknown)
    }
    example = Nullable(
      difference.example.map { example in
        ComparisonJSON.Example(
          at: example.instant.description, readings: ComparisonJSON.Readings(example.readings),
          facts: example.facts, old: ComparisonJSON.Side(example.before, of: old),
          new: ComparisonJSON.Side(example.after, of: new))
      })
    turnsOn = Nullable(difference.doubt)
  }
}

extension ComparisonJSON.Readings {
  fileprivate init(_ readings: Runtime.Readings) {
    soc = Nullable(readings.soc)
    home = Nullable(readings.home?.value.roundedForReport)
    solar = Nullable(readings.solar?.value.roundedForReport)
    grid = Nullable(readings.grid?.value.roundedForReport)
    importPrice = Nullable(readings.importPrice?.value.roundedForReport)
    exportPrice = Nullable(readings.exportPrice?.value.roundedForReport)
    pluggedIn = Nullable(readings.pluggedIn)
  }
}
