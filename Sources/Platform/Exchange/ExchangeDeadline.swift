/// By when an exchange with a peer must be over, on the monotonic clock.
public struct ExchangeDeadline: Hashable, Comparable, Sendable {
  /// The time that the clock shows then.
  public var uptime: Duration

  /// Creates a deadline at `uptime` of the monotonic clock, or the loop's; one before its start has passed already.
  public init(uptime: Duration) { self.uptime = uptime }

  public static func < (lhs: ExchangeDeadline, rhs: ExchangeDeadline) -> Bool { lhs.uptime < rhs.uptime }

  /// The deadline so much later.
  package static func + (deadline: ExchangeDeadline, time: Duration) -> ExchangeDeadline {
    ExchangeDeadline(uptime: deadline.uptime + time)
  }

  /// The deadline so much earlier.
  package static func - (deadline: ExchangeDeadline, time: Duration) -> ExchangeDeadline {
    ExchangeDeadline(uptime: deadline.uptime - time)
  }

  /// How much later `other` is; no time where it is not.
  package func age(at other: ExchangeDeadline) -> Duration { max(.zero, other.uptime - uptime) }
}
