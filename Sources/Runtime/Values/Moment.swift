import ScheduleLang

/// An instant as each of a schedule's clocks shows it.
public struct Moment: Hashable, Sendable {
  /// The instant.
  public var instant: Instant
  /// What the site's clock shows.
  public var local: LocalTime
  /// What the other clocks show: `Schedule.clocks` without the first.
  public var others: [LocalTime]

  /// Creates a moment.
  public init(instant: Instant, local: LocalTime, others: [LocalTime] = []) {
    self.instant = instant
    self.local = local
    self.others = others
  }

  /// What clock number `index` of the schedule shows.
  public func clock(_ index: Int) -> LocalTime { index == 0 ? local : others[index - 1] }
}
