import Platform
import ScheduleLang

/// What becomes of a charger while its own app or network is to decide.
extension ControlLoop {
  /// Whether the charger does what this program tells it; one that is only watched, or handed over, does what others want.
  var isObeyed: Bool { charger.takesCommands && !isHandedOver }

  /// Returns control once the charger is at rest; true where that has just been done.
  ///
  /// - Parameter status: what the charger says; nil where it does not tell, and may be moving power.
  func handOver(_ status: ChargerStatus?, tickedAt tick: Duration) -> Bool {
    if isHandedOver, isReleased { return false }
    guard let status,
      isHandedOver || status.isAtRest
    else { return false }
    guard release(tickedAt: tick) else { return false }
    (isHandedOver, isReleased) = (true, true)
    // What it was told counts no more, and what it then does is nobody's disobedience.
    steering = Steering()
    obedience = Obedience()
    lastResort = LastResort()
    following.reset()
    return true
  }

  /// Commands the charger again, from what it says that it is doing; the next command takes control.
  func takeBack(_ status: ChargerStatus?, at uptime: Duration) {
    (isHandedOver, isReleased) = (false, false)
    if let status { observe(status, at: uptime) }
  }
}

extension ChargerStatus {
  /// Whether it stands still by its state and, where it measures that, by its power; what is too much to be believed is no rest.
  fileprivate var isAtRest: Bool {
    guard !state.isMovingPower else { return false }
    return power == nil ? isWithoutPower != false : isWithoutPower == true
  }
}
