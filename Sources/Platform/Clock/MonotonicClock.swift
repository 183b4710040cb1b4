import Glibc

/// The system's monotonic clock, which never jumps when the wall clock is set.
public enum MonotonicClock {
  /// Nanoseconds since an arbitrary start, the same for all of one boot.
  public static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000
      &+ UInt64(truncatingIfNeeded: time.tv_nsec)
  }

  /// The deadline so many milliseconds from now; one that is negative has passed already.
  public static func deadline(afterMilliseconds milliseconds: Int) -> ExchangeDeadline {
    ExchangeDeadline(nanoseconds: now &+ UInt64(max(0, milliseconds)) &* 1_000_000)
  }

  /// The deadline so long from now; one before the clock's start has passed already.
  public static func deadline(after time: Duration) -> ExchangeDeadline {
    ExchangeDeadline(uptime: .nanoseconds(Int64(clamping: now)) + time)
  }
}
