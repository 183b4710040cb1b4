import Runtime
import ScheduleLang

/// The clock that a program has in a trial: its sleep is when the world lives.
final class TrialClock: LoopClock {
  private unowned let trial: Trial

  init(trial: Trial) { self.trial = trial }

  var now: Instant { trial.wall }
  var uptime: Duration { .nanoseconds(Int64(clamping: trial.uptime)) }
  var stopRequested: Bool { trial.isProgramToStop }

  func sleep(until instant: Instant) -> Bool { trial.sleep(until: instant) }
  func rest(for time: Duration) { trial.rest(for: VirtualTime(time / .nanoseconds(1))) }
}
