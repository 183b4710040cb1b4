import Drivers
import Runtime
import ScheduleLang

/// Restarts a charger that cannot be reached any more, as its `restart` setting says.
final class ChargerRecovery {
  private let policy: RestartPolicy
  private let restarter: WallboxRestarter
  private let warn: (String) -> Void
  /// When the charger was last restarted.
  private(set) var lastRestart: Instant?
  private var nextTry: Duration?

  /// Creates the recovery of `charger`; nil where it has no `restart` setting.
  init?(
    _ charger: DeviceConfiguration, lastRestart: Instant?, warn: @escaping (String) -> Void
  ) throws(DeviceConfigurationError) {
    guard let settings = try WallboxSettings(charger) else { return nil }
    policy = settings.policy
    restarter = WallboxRestarter(settings)
    self.lastRestart = lastRestart
    self.warn = warn
    if !restarter.isEquipped { warn("charger: it cannot be restarted: curl is not installed") }
  }

  /// Looks after the charger once, after so many losses of contact in a row.
  func attend(losses: Int, at now: Instant, uptime: Duration) {
    takeOutcome(at: now, uptime: uptime)
    guard nextTry.map({ uptime >= $0 }) ?? true,
      policy.isDue(losses: losses, lastRestart: lastRestart, at: now)
    else { return }
    if restarter.begin(at: now) {
      warn("charger: it has not answered \(losses) times in a row: restarting it through Wallbox")
    }
  }

  /// Leaves the charger to another recovery, and answers when it was last restarted; a restart that is under way counts
  /// as one at this moment, so that there is no second one.
  func handOver(at now: Instant, uptime: Duration) -> Instant? {
    let isUnderWay = restarter.isBusy
    takeOutcome(at: now, uptime: uptime)
    return isUnderWay ? now : lastRestart
  }

  private func takeOutcome(at now: Instant, uptime: Duration) {
    switch restarter.takeOutcome() {
    case nil: break
    case .restarted:
      lastRestart = now
      warn("charger: restarted through Wallbox; that takes it about six minutes")
    case .failed(let failure, let seconds):
      // What may have been done is not done again at once.
      if failure == .unanswered { lastRestart = now }
      nextTry = uptime + .seconds(seconds)
      warn("charger: could not be restarted: \(failure)")
    }
  }
}
