import Platform
import Glibc
import Runtime
import ScheduleLang
import Synchronization

/// Time that runs faster than real time, for the simulated home.
///
/// It advances only while the loop sleeps, so that no tick is ever left out: a machine that is too slow for
/// the speed runs slower, and the run is the same on any machine.
final class FastLoopClock: LoopClock {
  private let wait: (Duration) -> Bool
  private let speed: Double
  private let start: Instant
  private let realStart: Duration
  private let elapsed: SharedMilliseconds

  /// Creates a clock that starts now and runs `speed` times (more than 0) as fast as real time, sleeping by
  /// `wait`, which gives true once a stop is requested.
  init(speed: Double, wait: @escaping (Duration) -> Bool) {
    self.wait = wait
    self.speed = speed
    start = .now
    realStart = MonotonicClock.now
    elapsed = SharedMilliseconds()
  }

  var now: Instant { Instant(milliseconds: start.milliseconds + elapsed.value) }
  var uptime: Duration { realStart + .milliseconds(elapsed.value) }
  var stopRequested: Bool { wait(.zero) }

  func sleep(until instant: Instant) -> Bool {
    let target = max(elapsed.value, instant.milliseconds - start.milliseconds)
    let wake = realStart + .milliseconds(Double(target) / speed)
    guard !wait(max(.zero, wake - MonotonicClock.now)) else { return true }
    elapsed.value = target
    return false
  }

  func rest(for time: Duration) {
    MonotonicClock.rest(for: time / speed)
    elapsed.value += Int64(time / .milliseconds(1))
  }

  /// Tells the clock's time from any thread.
  var reader: @Sendable () -> Instant {
    { [start, elapsed] in Instant(milliseconds: start.milliseconds + elapsed.value) }
  }
}

/// A number of milliseconds that one thread writes and any may read.
private final class SharedMilliseconds: Sendable {
  private let storage = Atomic<Int64>(0)

  var value: Int64 {
    get { storage.load(ordering: .relaxed) }
    set { storage.store(newValue, ordering: .relaxed) }
  }
}
