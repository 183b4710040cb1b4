import ScheduleLang

/// Which rules of a schedule decide where a test expects something.
///
/// The rules of used files have their own tests there: they count only where the run file has none itself.
public struct RuleCoverage: Hashable, Sendable {
  /// How many rules count.
  public let count: Int
  /// Those that no test reaches, as indices into `Schedule.rules`.
  public let unreached: [Int]

  /// What the tests of `report` reach of `schedule`.
  public init(_ report: TestReport, of schedule: Schedule) {
    let own = schedule.rules.indices.filter { schedule.rules[$0].range.file == 0 }
    let counted = own.isEmpty ? Array(schedule.rules.indices) : own
    count = counted.count
    unreached = counted.filter { !report.reachedRules.contains($0) }
  }

  /// How many rules are reached.
  public var reached: Int { count - unreached.count }

  /// The share that is reached in whole percent, rounded down; all of no rules.
  public var percent: Int { count == 0 ? 100 : reached * 100 / count }
}
