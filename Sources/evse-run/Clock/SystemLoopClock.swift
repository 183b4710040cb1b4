import Platform
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
  var uptime: Duration { MonotonicClock.now }
  var stopRequested: Bool { wait(.zero) }

  /// A wall clock that is set back meanwhile does not lengthen the sleep.
  func sleep(until instant: Instant) -> Bool {
    // A millisecond more, so that it is never too early by what `now` leaves out; ticks are a second apart.
    wait(.milliseconds(min(max(0, instant.milliseconds - now.milliseconds + 1), 1001)))
  }

  func rest(for time: Duration) { MonotonicClock.rest(for: time) }
}

extension Instant {
  /// What the system's wall clock shows.
  static var now: Instant { Instant(milliseconds: SystemTime.wall.wholeMilliseconds) }
}
