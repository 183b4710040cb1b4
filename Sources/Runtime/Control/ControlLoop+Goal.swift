import ScheduleLang

/// The current that a decision comes to.
extension ControlLoop {
  /// The current that `decision` comes to now, and the one that may stay for the guard time.
  func goal(for decision: Decision, at uptime: Duration) -> Steering.Goal {
    let grid = belief.gridWithoutCharger(at: uptime)
    let voltage = belief.voltage(at: uptime)
    let smallest = site.chargerCurrent.lowerBound
    let follower = LoadFollower(smallestCurrent: smallest)
    let limits = SiteLimits(
      importLimit: site.importLimit, exportLimit: site.exportLimit, smallestCurrent: smallest)
    func clip(_ current: Amperes) -> Amperes {
      limits.clip(current, of: decision.action, grid: grid, voltage: voltage)
    }
    let current = clip(
      following.settle(
        follower.goal(for: decision, grid: grid, voltage: voltage), for: decision, isKnown: grid != nil,
        smallest: smallest, settle: site.settle.map { .seconds($0) }, at: uptime))
    return Steering.Goal(
      current: current, permitted: clip(heldCurrent(allowedBy: decision, wanting: current)),
      action: decision.action)
  }

  /// The charger's present current where `decision` wants power in that direction, otherwise 0.
  ///
  /// A current that this program has told the charger waits for the guard time. One that the charger merely says it has
  /// may be nonsense, and is no reason for more than what is wanted now.
  private func heldCurrent(allowedBy decision: Decision, wanting current: Amperes) -> Amperes {
    guard let held = steering.setPoint, held.value.magnitude >= site.chargerCurrent.lowerBound,
      held.value > 0 ? decision.maximumCurrent > 0 : decision.minimumCurrent < 0
    else { return .zero }
    let largest = site.chargerCurrent.upperBound
    let bounded = Amperes(held.value.clamped(-largest, largest))
    if held == steering.commanded { return bounded }
    guard held.value.signum() == current.value.signum() else { return .zero }
    return bounded.value.magnitude < current.value.magnitude ? bounded : current
  }
}
