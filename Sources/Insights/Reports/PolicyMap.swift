import ScheduleLang

/// A schedule's decisions for every minute of one week and every SoC.
///
/// The memory is empty, the car is plugged in, the tariff's fixed prices are known and all other readings are
/// not. Every minute of a day and every SoC is in exactly one cell; a local time that a change of clocks skips is
/// decided as if it occurred, one that is repeated as it first occurs.
public struct PolicyMap: Sendable {
  /// What one cell holds throughout.
  public struct Policy: Hashable, Sendable {
    /// What the schedule decides, after its own clauses.
    public var decision: Decision
    /// What the site's SoC range leaves of it.
    public var applied: Decision
    /// The rule that decides, as an index into `Schedule.rules`.
    public var ruleIndex: Int?
    /// Names of what could change the decision, sorted.
    public var dependsOn: [String]
  }

  /// A rectangle of time and SoC with one policy.
  public struct Cell: Hashable, Sendable {
    /// The day.
    public var day: Weekday
    /// From which minute of the day until before which.
    public var minutes: Range<Int>
    /// The SoC in whole percent; nil is unknown.
    public var soc: ClosedRange<Int>?
    /// What holds there.
    public var policy: Policy
  }

  /// The Monday on which the week starts, on the site's clock.
  public let monday: CivilDate
  /// The cells, by day, then start, then SoC from the lowest, unknown last.
  public let cells: [Cell]
}
