import Insights
import Runtime
import ScheduleLang

/// `--diff --json`.
struct DifferenceJSON: Encodable {
  struct Side: Encodable {
    var decision: DecisionJSON
    var rule: Nullable<PlaceJSON>
    var dependsOn: [String]

    init(_ side: PolicyDifference.Side, of subject: HomeSchedule) {
      decision = DecisionJSON(side.decision)
      rule = Nullable(subject.place(ofRule: side.ruleIndex).map(PlaceJSON.init))
      dependsOn = side.dependsOn
    }
  }

  struct Cell: Encodable {
    var days: [String]
    var from: String
    var to: String
    var socFrom: Nullable<Int>
    var socTo: Nullable<Int>
    var old: Side
    var new: Side
  }

  var schemaVersion = JSONText.schemaVersion
  var timezone: String
  /// Whether both decide the same at any time, whatever they turn on.
  var equal: Bool
  /// Where the maps of one week differ.
  var differences: [Cell]
  /// What was found at any time.
  var comparison: ComparisonJSON

  init(
    _ comparison: ProgramComparison, week difference: PolicyDifference, from old: HomeSchedule,
    to new: HomeSchedule
  ) {
    timezone = new.site.timezone
    equal = comparison.verdict == .equal
    self.comparison = ComparisonJSON(comparison, from: old, to: new)
    differences = difference.cells.map { cell in
      Cell(
        days: cell.days.map(\.name), from: TimeOfDay.text(cell.minutes.lowerBound),
        to: TimeOfDay.text(cell.minutes.upperBound), socFrom: Nullable(cell.soc?.lowerBound),
        socTo: Nullable(cell.soc?.upperBound), old: Side(cell.before, of: old), new: Side(cell.after, of: new)
      )
    }
  }
}
