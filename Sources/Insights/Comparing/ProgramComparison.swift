import Runtime
import ScheduleLang

/// Where two programs decide differently, at any time from a day on, at any SoC and whatever else they turn on.
///
/// Times, SoCs and all cases of the facts are gone through exactly. Every difference that is claimed was shown by
/// deciding both ways at one concrete moment; what could neither be shown nor ruled out is a doubt. Programs are equal
/// only where nothing of either is left.
public struct ProgramComparison: Sendable {
  /// What the comparison comes to.
  public enum Verdict: String, Sendable {
    case equal
    case differs
    case mayDiffer = "may differ"
  }

  /// What asks for a decision: the rules, or an order of the owner that the clauses clip.
  public enum Asker: Hashable, Sendable, CaseIterable {
    case rules, orderToCharge, orderToDischarge
  }

  /// What one of the two decides.
  public struct Side: Hashable, Sendable {
    /// The decision, after the schedule's own clauses.
    public var decision: Decision
    /// The rule that decides, as an index into `Schedule.rules`.
    public var ruleIndex: Int?
    /// Whether the rule chooses what it decides, and `decision` is only one of its choices.
    public var chooses = false
  }

  /// Times and SoCs at which something is so.
  public struct Time: Hashable, Sendable {
    /// `Mon-Fri`, or dates.
    public var days: String
    /// `19:00-02:00`.
    public var minutes: String
    /// Runs of known SoCs, from the lowest.
    public var socs: [ClosedRange<Int>]
    /// Whether an unknown SoC is among them.
    public var includesUnknown: Bool
  }

  /// Two decisions that meet, and where.
  public struct Difference: Sendable {
    /// What asks for them.
    public var asker: Asker
    public var before: Side
    public var after: Side
    /// When, at most.
    public var times: [Time]
    /// A moment at which it is so; nil for a doubt.
    public var example: ComparedExample?
    /// What it turns on that could not be worked out; nil where it is shown.
    public var doubt: String?
  }

  /// The day on the new site's clock from which on both were compared.
  public let start: CivilDate
  /// The differences that were shown.
  public let differences: [Difference]
  /// What might differ as well, or might not.
  public let doubts: [Difference]
  /// Why parts could not be compared at all, as sentences without full stops.
  public let unresolved: [String]
  /// The settings of the two sites that are not the same.
  public let settings: [SettingDifference]

  /// What it comes to.
  public var verdict: Verdict {
    if !differences.isEmpty || settings.contains(where: \.matters) { return .differs }
    return doubts.isEmpty && unresolved.isEmpty ? .equal : .mayDiffer
  }

  /// What was compared, a clause each.
  public static let compared = [
    "every minute, day and date from the start on, changes of clocks included",
    "every SoC, known or not", "every case of readings and prices", "hysteresis and durations",
    "deadlines and their plans", "windows by price", "clauses, also for orders to charge or discharge",
    "the settings of the site",
  ]

  /// Compares two programs from `start` on.
  public init(from old: HomeSchedule, to new: HomeSchedule, start: CivilDate) {
    self.start = start
    settings = SettingDifference.all(from: old, to: new)
    guard old.site.timezone == new.site.timezone else {
      let search = ExampleSearch(old, new, start: start)
      differences = search.sampled().map { [$0] } ?? []
      doubts = []
      unresolved = [
        "times are on the clock of \(old.site.timezone) in the one and of \(new.site.timezone) in the other"
      ]
      return
    }
    let chooses = [old, new].contains { !$0.outlook.optimisingRules.isEmpty }
    guard !chooses || old.schedule.says(new.schedule) else {
      // What is chosen turns on all that a schedule says: it is tried, and cannot be gone through.
      differences = ExampleSearch(old, new, start: start).sampled().map { [$0] } ?? []
      doubts = []
      unresolved = ["what `optimise` chooses turns on all that the schedules say, which is not the same"]
      return
    }
    var comparer = ProgramComparer(old, new, start: start)
    comparer.run()
    let results = comparer.results()
    (differences, doubts) = (results.0, results.1)
    unresolved = results.2 + SettableInputs.unresolved(old, new)
  }
}

/// A moment at which two programs decide differently, with all that both were told.
public struct ComparedExample: Sendable {
  /// When.
  public var instant: Instant
  /// What the site's clock shows.
  public var local: LocalTime
  /// What both are told; prices as the tariffs have them, or as invented ones would be.
  public var readings: Readings
  /// SoCs of the minutes before, where something is remembered of them, the earliest first.
  public var course: [Int?]
  /// For how many minutes everything had been as it is.
  public var steadyMinutes: Int
  /// Whether prices that are not known were invented for it.
  public var inventsPrices: Bool
  public var before: ProgramComparison.Side
  public var after: ProgramComparison.Side

  /// The facts beside the time, as a row of a test gives them: `soc 55%, home 600W`.
  public var facts: String {
    var text = QuantityText.text(readings)
    if readings.pluggedIn == nil { text += ", not known whether plugged in" }
    if readings.takesNoCharge { text += ", the car takes nothing" }
    if !course.isEmpty {
      text += ", after SoC " + course.map { $0.map { "\($0)%" } ?? "unknown" }.joined(separator: ", ")
    }
    if steadyMinutes > 0 { text += ", for \(QuantityText.duration(seconds: steadyMinutes * 60))" }
    return text + (inventsPrices ? ", with invented prices" : "")
  }
}
