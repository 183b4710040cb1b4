import ScheduleLang

extension Decision {
  /// What is left of the decision in a home whose grid nobody measures: what follows takes its floor or nothing,
  /// and under a grid limit the fixed actions take what no limit can be broken by.
  func withoutMeter(at site: Site) -> Decision {
    let smallest = site.chargerCurrent.lowerBound
    let current = LoadFollower(smallestCurrent: smallest).goal(
      for: action.follows ? self : Decision(action, minimumCurrent, maximumCurrent), grid: nil,
      voltage: site.voltage)
    let limits = SiteLimits(
      importLimit: site.importLimit, exportLimit: site.exportLimit, smallestCurrent: smallest)
    let left = limits.clip(current, of: action, grid: nil, voltage: site.voltage)
    return left == .zero ? .idle : Decision(action, left.value, left.value)
  }
}
