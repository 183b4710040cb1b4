import Glibc

/// The system's clocks.
public enum SystemTime {
  /// What the wall clock shows, in UTC since 1970.
  public static var wall: Duration { read(CLOCK_REALTIME) }

  static func read(_ clock: clockid_t) -> Duration {
    var time = timespec()
    clock_gettime(clock, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}

extension Duration {
  /// In whole milliseconds, rounded down.
  public var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds &* 1000 &+ attoseconds / 1_000_000_000_000_000
  }

  /// As poll(2) takes it: in whole milliseconds, rounded up, so that the last fraction of one is slept and not spun.
  public var pollTime: Int32 { Int32(clamping: (max(.zero, self) + .nanoseconds(999_999)).wholeMilliseconds) }
}
