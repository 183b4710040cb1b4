import ScheduleLang

extension Readings {
  /// Whether something is known here that was not in `earlier`.
  func knowsMore(than earlier: Readings) -> Bool {
    if let soc, let before = earlier.soc, abs(soc - before) > 2 { return true }
    // What was decided for a car is not for the next.
    if let pluggedIn, let before = earlier.pluggedIn, pluggedIn != before { return true }
    if inputs != earlier.inputs { return true }
    return (soc != nil && earlier.soc == nil) || (grid != nil && earlier.grid == nil)
      || (solar != nil && earlier.solar == nil) || (home != nil && earlier.home == nil)
      || (pluggedIn != nil && earlier.pluggedIn == nil)
  }
}
