import Drivers
import Runtime
import ScheduleLang

/// Restarts a charger that cannot be reached any more, as its `restart` setting says.
final class ChargerRecovery {
  private let policy: RestartPolicy
  private let restarter: WallboxRestarter
  private let warn: (String) -> Void
  /// What the charger's secrets were when this was made.
  let secrets: Int
  /// When the charger was last restarted, or may have been: a try that is under way counts, so that no end of the
  /// program in the middle of it brings another at once.
  private(set) var lastRestart: Instant?
  private var restartBefore: Instant?
  private var nextTry: Duration?

  /// Creates the recovery of `charger`; nil where it has no `restart` setting, or one that cannot be used, such as
  /// one whose password is missing: that is printed, and no reason to leave the charger alone.
  init?(_ charger: DeviceConfiguration, lastRestart: Instant?, warn: @escaping (String) -> Void) {
    let found: WallboxSettings?
    do throws(DeviceConfigurationError) {
      found = try WallboxSettings(charger)
    } catch {
      warn("charger: it could not be restarted: \(error)")
      found = nil
    }
    guard let settings = found else { return nil }
    policy = settings.policy
    secrets = charger.secretsFingerprint
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
      (restartBefore, lastRestart) = (lastRestart, now)
      warn("charger: it has not answered \(losses) times in a row: restarting it through Wallbox")
    }
  }

  private func takeOutcome(at now: Instant, uptime: Duration) {
    switch restarter.takeOutcome() {
    case nil: break
    case .restarted:
      lastRestart = now
      // The clock of the day may be set meanwhile, after a power cut by hours.
      nextTry = uptime + .seconds(policy.cooldown)
      warn("charger: restarted through Wallbox; that takes it about six minutes")
    case .failed(let failure, let seconds):
      // What may have been done is not done again at once.
      let mayBeDone = failure == .unanswered
      lastRestart = mayBeDone ? now : restartBefore
      nextTry = uptime + .seconds(mayBeDone ? max(seconds, policy.cooldown) : seconds)
      warn("charger: could not be restarted: \(failure)")
    }
  }
}
