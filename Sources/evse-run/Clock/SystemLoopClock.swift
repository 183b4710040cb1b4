import Platform
import Glibc
import Runtime
import ScheduleLang

/// Real time, interrupted by the signals that ask the program to end.
final class SystemLoopClock: LoopClock {
  private let wait: (Duration) -> Bool
  private let isWoken: () -> Bool

  /// Creates a clock that sleeps by `wait`, which gives true once a stop is requested; `isWoken` tells whether the last
  /// wait was ended for another reason.
  init(wait: @escaping (Duration) -> Bool, isWoken: @escaping () -> Bool = { false }) {
    self.wait = wait
    self.isWoken = isWoken
  }

  var wasWoken: Bool { isWoken() }

  var now: Instant { .now }
  var uptime: Duration { MonotonicTime.now }
  var stopRequested: Bool { wait(.zero) }

  /// A wall clock that is set back meanwhile does not lengthen the sleep.
  func sleep(until instant: Instant) -> Bool {
    // A millisecond more, so that it is never too early by what `now` leaves out; ticks are a second apart.
    wait(.milliseconds(min(max(0, instant.milliseconds - now.milliseconds + 1), 1001)))
  }

  func rest(for time: Duration) { usleep(useconds_t(clamping: Int64(time / .microseconds(1)))) }
}

/// The monotonic clock as a duration.
enum MonotonicTime {
  /// Time since an arbitrary start, the same for all of one boot.
  static var now: Duration { .nanoseconds(Int64(clamping: MonotonicClock.now)) }
}

extension Instant {
  /// What the system's wall clock shows.
  static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) &* 1000 &+ Int64(time.tv_nsec) / 1_000_000)
  }
}
