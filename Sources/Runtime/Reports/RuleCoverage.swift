import ScheduleLang

/// Which rules of a schedule decide where a test expects something.
public struct RuleCoverage: Hashable, Sendable {
  /// How many rules there are.
  public let count: Int
  /// The rules that no test reaches, as indices into `Schedule.rules`.
  public let unreached: [Int]

  /// What the tests of `report` reach of `schedule`.
  public init(_ report: TestReport, of schedule: Schedule) {
    count = schedule.rules.count
    unreached = schedule.rules.indices.filter { !report.reachedRules.contains($0) }
  }

  /// How many rules are reached.
  public var reached: Int { count - unreached.count }

  /// The share that is reached in whole percent, rounded down; all of no rules.
  public var percent: Int { count == 0 ? 100 : reached * 100 / count }
}
