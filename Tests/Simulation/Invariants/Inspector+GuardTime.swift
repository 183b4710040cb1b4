/// The times for which the charger is left alone after a change of its current, as the original controller does.
extension Inspector {
  /// A change of what the charger is told to do, in amperes.
  struct Change {
    var time: VirtualTime
    var old: Int
    var new: Int

    /// Whether it only takes away.
    var isReduction: Bool { new == 0 || (new.signum() == old.signum() && abs(new) < abs(old)) }

    /// How long the charger is left alone after it.
    var guardTime: VirtualTime {
      if new == 0 { return .seconds(11) }
      if old == 0 { return .seconds(22) }
      return .seconds(abs(new - old) <= 1 ? 6 : abs(new - old) == 2 ? 8 : 11)
    }
  }

  /// A reduction that did not wait.
  struct EarlyReduction {
    var change: Change
    var violation: String
  }

  /// Checks that a change came after the guard time of the last one, where no trouble has come between program and
  /// charger since; whether a reduction may come sooner is not known before the tick has ended.
  func checkGuardTime(from last: Change, to change: Change) {
    var change = change
    // A charger that gives up by itself may be told less than it was told before.
    if change.old == 0 { change.old = last.new }
    // The same again to a car that has taken nothing is no change, whatever it was told meanwhile.
    guard change.old != change.new else { return }
    let elapsed = change.time.since(last.time)
    // A late request may be as late as three seconds.
    guard elapsed < last.guardTime, calm(world.chargerLink) > elapsed + .seconds(4),
      world.now.since(world.charger.meddledAt) > elapsed + Self.correction,
      min(sinceLie(0x102), sinceLie(0x58)) > elapsed + .seconds(12)
    else { return }
    let text = "from \(change.old) to \(change.new) A only \(Double(elapsed) / 1e9) s after the last change"
    if !change.isReduction {
      report(text)
    } else if min(calm(world.meterLink), sinceMeterLie, sinceLie(0x102), sinceLie(0x20E)) > elapsed
      + .seconds(12)
    {
      earlyReductions.append(EarlyReduction(change: change, violation: text))
    }
  }

  /// Checks that what was reduced within the guard time had to be: the decision does not want its direction, or it
  /// was more than a limit of the grid leaves.
  func checkReductions() {
    defer { earlyReductions = [] }
    guard let snapshot else { return }
    for reduction in earlyReductions {
      let old = Double(reduction.change.old)
      if allows(snapshot.applied, old), !exceedsLimit(old) { report(reduction.violation) }
    }
  }

  /// Whether a current, in amperes, would take more from the grid or feed more into it than the site allows.
  private func exceedsLimit(_ current: Double) -> Bool {
    let charger = world.charger
    let grid = world.grid - charger.power + current * charger.voltage
    // The charger tells its power in whole watts.
    let rounding = 1.0
    if current > 0, let limit = site.importLimit { return grid > limit.value - rounding }
    if current < 0, let limit = site.exportLimit { return -grid > limit.value - rounding }
    return false
  }
}
