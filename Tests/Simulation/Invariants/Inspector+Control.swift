import Runtime
import ScheduleLang

/// What the program must do and know where its devices work.
extension Inspector {
  /// Within how long a world that works again must be under control: a reply that was lost may as well be late, and is
  /// waited for a little.
  static let recovery = VirtualTime.seconds(4)
  static let roughRecovery = VirtualTime.seconds(8)
  /// Within how long another's set-point is replaced.
  static let correction = VirtualTime.seconds(15)
  /// For how long a charger that was started in vain is left in peace at most.
  static let longestWait = VirtualTime.seconds(930)

  /// The same for the meter: one that has seemed to refuse a login is left in peace for 5 s, then for twice as long each time.
  private var meterRecovery: VirtualTime { Self.recovery + (world.shelly.hasPassword ? loginPause : 0) }

  private var loginPause: VirtualTime { .seconds(5 << min(max(world.meterLink.refusalsInARow - 1, 1), 6)) }

  /// For how long the meter has worked that it may be asked.
  var meterCalmSinceLogin: VirtualTime {
    let calm = calm(world.meterLink)
    guard world.shelly.hasPassword, world.meterLink.refusalsInARow > 0 else { return calm }
    return calm - min(calm, loginPause)
  }

  func checkControl() {
    guard let snapshot else { return }
    checkSoC(snapshot)
    let charger = world.charger
    checkSilence(snapshot)
    let chargerCalm = calm(world.chargerLink)
    let meterCalm = calm(world.meterLink)
    if meterCalm >= meterRecovery { checkGrid(snapshot) }
    checkStaleMeter()
    // Where many replies were late, one that is lost is waited for longer.
    let wasRough = world.now.since(roughAt) < .seconds(60)
    guard chargerCalm >= (wasRough ? Self.roughRecovery : Self.recovery) else { return }
    if snapshot.chargerAnswer == nil { report("the charger works again and is not read") }
    // One that has just begun to follow is told again within some seconds, one that took a stop once it has had its time.
    guard charger.isReady, sinceRefusal > Self.roughRecovery, sinceDisobedience > Self.correction else {
      return
    }
    if charger.flow != 0, charger.control != 1 || charger.failsafeTimeout != failsafe / 1_000_000_000,
      sinceLie(0x58) > Self.recovery
    {
      report("\(charger.flow) A flow and the failsafe is not armed")
    }
    // That its user has control again shows in the time-out; where that lies, in that it refuses.
    let isUsers = charger.control == 0 && sinceLie(0x58) < Self.recovery
    // One at rest that falsely says that it was told nothing shows nothing to end.
    // No more is one told another direction that is at rest and whose time-out is in doubt; it is stopped some seconds later.
    let isUnseen = charger.flow == 0 && (sinceLie(0x102) < Self.recovery || hasFalseTimeout)
    if !allows(snapshot.applied, Double(shownCurrent)), !isMeddledWith, !isUsers, !isUnseen {
      report("\(shownCurrent) A flow while \(snapshot.applied) is decided")
    }
    if snapshot.setPoint?.value != charger.setPoint, min(sinceLie(0x102), sinceLie(0x58)) > Self.correction,
      !isMeddledWith, !changedInTick
    {
      report(
        "the charger has \(charger.setPoint) A and the program believes \(String(describing: snapshot.setPoint))"
      )
    }
    // Once no earlier change has to settle, the charger has just what the program wants.
    // A time-out that could not be proved is tried again after half a minute.
    if min(chargerCalm, meterCalm, sinceLie(0x102)) >= .seconds(25),
      min(sinceLie(0x58), world.now.since(roughAt)) >= .seconds(70),
      !changedLately,
      shownCurrent != snapshot.goal.value, !isDeclined,
      shownCurrent != 0 || sinceHindrance > Self.longestWait
    {
      report("\(shownCurrent) A are commanded and \(snapshot.goal.value) A wanted")
    }
  }

  /// A charger is left alone only where it has just refused to be stopped, and no longer than it takes to stop by
  /// itself: that ends with its trouble.
  private func checkSilence(_ snapshot: LoopSnapshot) {
    let silence = leftAlone.note(snapshot.leavesChargerAlone, at: world.now)
    guard snapshot.leavesChargerAlone else { return }
    // A charger that says that power flows is taken at its word.
    if silence == 0, min(calm(world.chargerLink), sinceLie(0x20E)) > Self.recovery {
      report("leaves a charger alone that works")
    }
    // It may have told a longer time-out than it has.
    let isFalse = min(sinceLie(0x58), world.now.since(world.chargerLink.liedAt)) < .seconds(240)
    if silence > failsafe + .seconds(isFalse ? 66 : 6) {
      report("leaves the charger alone for \(silence / 1_000_000_000) s")
    }
    world.chargerLink.trouble()
  }

  /// The meter is read and understood, and the grid's power is what it is believed to be.
  ///
  /// Within a tick nothing in the world moves but a charger that is stopped: what then flows is not what flowed when
  /// the meter was asked, a moment before.
  private func checkGrid(_ snapshot: LoopSnapshot) {
    guard let grid = snapshot.meterAnswer?.grid?.value else {
      return report("the meter works again and is not read")
    }
    let hundredth = 0.01
    if abs(grid - world.grid) > hundredth, world.charger.flow == flowBefore, sinceMeterLie > Self.recovery {
      report("the grid's power is believed to be \(grid) W and is \(world.grid) W")
    }
  }

  /// Nothing flows on readings that are too old.
  private func checkStaleMeter() {
    let silence = silentMeter.note(world.meterLink.outage != nil, at: world.now)
    // What was on its way when the meter fell silent, and some seconds for a stop.
    let longest = VirtualTime.seconds(site.staleAfter + 10)
    guard min(silence, world.now.since(startedAt)) > longest, calm(world.chargerLink) > .seconds(10) else {
      return
    }
    if shownCurrent != 0 {
      report("\(shownCurrent) A flow and the meter has been silent for \(silence / 1_000_000_000) s")
    }
  }

  /// The SoC that the program believes is true, and unknown where nothing has told it.
  private func checkSoC(_ snapshot: LoopSnapshot) {
    let charger = world.charger
    let discharges = charger.commanded < 0 && charger.isReady
    // One that goes on with it, though it took another current, is found out as such; where nothing flows of it, by nothing.
    let isUnfollowed = charger.setPoint >= 0 && (charger.ignoresChanges || charger.flow == 0)
    let unknown = unknownSoC.note(
      snapshot.readings.soc == nil && discharges && !isUnfollowed, at: world.now)
    if unknown > .seconds(61), calm(world.chargerLink) > .seconds(61) {
      if reserve != nil { report("discharges with an unknown SoC under a reserve") }
      if let rule = snapshot.outcome.ruleIndex, rulesOnSoC.contains(rule) {
        report("discharges with an unknown SoC by a rule that asks for the SoC")
      }
    }
    let lies = poweredSinceLie < Self.telling
    guard let soc = snapshot.readings.soc, knowsSoC else {
      if sinceLie(0x21A) > .seconds(60) { knewSoC = false }
      return
    }
    // A false value that is no farther off than a reading may be is taken for one, and the true one moves on meanwhile.
    let tolerance = Self.socTolerance + (lies ? 1.5 : 0)
    let isTrue = abs(Double(soc) - charger.soc.value) <= tolerance
    // What was not known when the lie began may be learned wrongly.
    guard !lies || knewSoC else { return }
    knewSoC = isTrue
    if !isTrue { report("the SoC is believed to be \(soc)% and is \(charger.soc.value)%") }
  }

  /// By how many percent the SoC that is believed may differ from the true one.
  static let socTolerance = 3.0

  /// Whether the car has told its SoC for as long as it takes to believe it where another's was known before.
  var hasToldSoC: Bool { poweredSinceSwap >= Self.telling }

  /// Whether the program, where it believes in a SoC, has had the time to learn the true one.
  var knowsSoC: Bool {
    world.now.since(world.chargerLink.liedAt) >= .seconds(20) && hasToldSoC
      && calm(world.chargerLink) > .seconds(5) && (knewSoC || poweredSinceLie >= Self.telling)
  }

  /// Whether the car takes nothing of what it is offered, or has not for so long that the charger has given up.
  var isDeclined: Bool {
    let charger = world.charger
    return charger.isDeclined || charger.car.declines(snapshot?.goal.value ?? 0)
  }
}
