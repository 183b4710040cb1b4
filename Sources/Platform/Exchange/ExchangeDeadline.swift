/// By when an exchange with a peer must be over, on the monotonic clock.
public struct ExchangeDeadline: Hashable, Comparable, Sendable {
  /// Nanoseconds of the monotonic clock.
  public var nanoseconds: UInt64

  /// Creates a deadline at `nanoseconds` of the monotonic clock.
  public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  public static func < (lhs: ExchangeDeadline, rhs: ExchangeDeadline) -> Bool {
    lhs.nanoseconds < rhs.nanoseconds
  }
}

extension ExchangeDeadline {
  /// The deadline at `uptime` of the loop's clock; one before its start has passed already.
  public init(uptime: Duration) {
    let (seconds, attoseconds) = uptime.components
    self.init(
      nanoseconds: UInt64(clamping: seconds) &* 1_000_000_000 &+ UInt64(clamping: attoseconds / 1_000_000_000)
    )
  }
}
