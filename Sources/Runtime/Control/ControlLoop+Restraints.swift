import ScheduleLang

/// What keeps the loop from doing what the schedule wants.
extension ControlLoop {
  /// What is left of what the schedule wants at this second, and what keeps the loop from the rest.
  func restrained(_ decision: Decision, at uptime: Duration) -> (Decision, Restraint?) {
    guard decision != .idle, decision.action != .handOver else { return (decision, nil) }
    if belief.charger(at: uptime)?.pluggedIn == false { return (.idle, .unplugged) }
    if obedience.holds(at: uptime) { return (.idle, .disobedientCharger) }
    if let restraint = meterRestraint(on: decision, at: uptime) { return (.idle, restraint) }
    let inRange = decision.applied(soc: belief.soc.soc, range: site.chargerSoC)
    let steady = directions.applied(to: inRange, at: uptime)
    isDirectionHeld = directions.isExhausted(at: uptime) && (isDirectionHeld || steady != inRange)
    return (steady, steady != inRange ? .direction : inRange != decision ? .socRange : nil)
  }

  private func meterRestraint(on decision: Decision, at uptime: Duration) -> Restraint? {
    guard meter != nil else { return nil }
    let doubt = belief.meterDoubt(at: uptime)
    // Whoever goes by the meter waits for its proof: what follows it, and what a limit of the site is to hold back.
    if doubt == .unproven, decision.action.follows || isLimited(decision) { return .doubtfulMeter }
    guard !site.keepsFixedActionsOnStaleMeter else { return nil }
    if doubt != nil, doubt != .unproven { return .doubtfulMeter }
    return meterIsStale(at: uptime) ? .staleMeter : nil
  }

  /// Whether the site limits the grid's power in a direction that `decision` may have.
  private func isLimited(_ decision: Decision) -> Bool {
    (decision.maximumCurrent > 0 && site.importLimit != nil)
      || (decision.minimumCurrent < 0 && site.exportLimit != nil)
  }

  private func meterIsStale(at uptime: Duration) -> Bool {
    uptime - started > .seconds(site.staleAfter) && belief.gridWithoutCharger(at: uptime) == nil
  }
}
