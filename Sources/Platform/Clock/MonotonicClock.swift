import Glibc

/// The system's monotonic clock, which never jumps when the wall clock is set.
public enum MonotonicClock {
  /// Time since an arbitrary start, the same for all of one boot.
  public static var now: Duration { SystemTime.read(CLOCK_MONOTONIC) }

  /// The deadline so long from now; one before now has passed already.
  public static func deadline(after time: Duration) -> ExchangeDeadline {
    ExchangeDeadline(uptime: now + time)
  }

  /// Has the thread rest for `time`.
  public static func rest(for time: Duration) {
    let (seconds, attoseconds) = max(.zero, time).components
    usleep(useconds_t(clamping: min(seconds, 4294) * 1_000_000 + attoseconds / 1_000_000_000_000))
  }
}

extension ExchangeDeadline {
  /// Whether it is over.
  package var hasPassed: Bool { remaining == .zero }

  /// How long it is until then; no time once it has passed.
  package var remaining: Duration { max(.zero, uptime - MonotonicClock.now) }
}
