import ScheduleLang

/// What must hold in the world, whatever has befallen the program.
extension Inspector {
  func checkSafety() {
    let charger = world.charger
    let isMoving = charger.flow != 0
    checkFailsafe(isMoving: isMoving)
    checkGridLimits()
    checkSoCRange()
    checkReserve()
    if isMoving, abs(charger.flow) > Double(site.chargerCurrent.upperBound) + 1e-6 {
      report("\(charger.flow) A flow, more than the charger may")
    }
  }

  /// No power for longer than the failsafe allows without a decision that wants it.
  private func checkFailsafe(isMoving: Bool) {
    let charger = world.charger
    let isWanted = snapshot.map { allows($0.applied, charger.flow) } ?? false || charger.ignoresTimeout
    let slack = VirtualTime.seconds(3)
    // A stop has some seconds to come through a bad network, or to be refused, before the charger is left to its
    // time-out; through a bad network it takes a while until a refusal is heard.
    let isRefused = world.now.since(refusedAt) < failsafe + .seconds(60)
    let isRough =
      min(world.now.since(roughAt), world.now.since(world.chargerLink.slowAt)) < failsafe + .seconds(60)
    // So it does where the time-out itself is in doubt, which is no help then.
    let isLong = isRough || sinceLie(0x58) < failsafe + .seconds(60)
    // One that says that it stops, and does not, is told again first.
    let isDisobeyed = world.now.since(disobeyedAt) < failsafe + .seconds(60)
    // What another hand has set is found out, and told otherwise, through the same network.
    let isFoundLate = isRough && world.now.since(charger.meddledAt) < failsafe + .seconds(240)
    let longest =
      failsafe + .seconds(isFoundLate ? 240 : !isRefused ? 17 : isLong ? 240 : isDisobeyed ? 90 : 30)
    // One that has sat out its time-out, or whose user ended that meanwhile, is not left alone for it again as long as it
    // resists.
    let isSatOut = charger.ignoresTimeout || (snapshot?.leavesChargerAlone == true && charger.control == 0)
    hasIgnoredTimeout =
      isMoving && (charger.disobeys || charger.refusesWrites) && (isSatOut || hasIgnoredTimeout)
    // One that does not obey is not left alone for a time-out that does not seem to be one: nothing stops it then.
    let isHopeless = ((charger.disobeys || charger.refusesWrites) && hasFalseTimeout) || hasIgnoredTimeout
    if unwanted.note(isMoving && charger.isCommanded && !isWanted && !isHopeless, at: world.now) > longest {
      report("\(charger.flow) A flow that no decision has wanted for longer than the failsafe")
    }
    if isMoving, charger.isCommanded, !charger.ignoresTimeout,
      world.now.since(charger.heardAt) > failsafe + slack
    {
      report("\(charger.flow) A flow and the charger has heard nothing for longer than the failsafe")
    }
  }

  /// At most a few seconds of reaction while the devices work; and otherwise what it takes to find a meter
  /// stale and the charger's own time-out to pass.
  private func checkGridLimits() {
    let charger = world.charger
    // A meter that lies lets nobody keep a limit.
    switch world.shelly.habit {
    case .frozen, .reversed: (importing, exporting) = (Stopwatch(), Stopwatch())
    case .truthful, .slow: break
    }
    let isUnseen = isMeddledWith && sinceLie(0x20E) < Self.correction
    let calm = isUnseen ? 0 : min(calm(world.chargerLink), meterCalmSinceLogin, sinceMeterLie)
    // The reaction, and the charger's ramp from its largest current.
    let reaction = isDisobedient || isMeddledWith ? Self.disobedienceReaction : .seconds(8)
    let longest = VirtualTime.seconds(site.staleAfter) + failsafe + .seconds(resists ? 255 : 15)
    // One that has little more than it was told is not told from one that measures and keeps it inexactly.
    let inexactness = isDisobedient ? 0.05 * Double(abs(charger.setPoint)) : 0
    let oneAmpere = charger.voltage * (1 + inexactness)
    if let limit = site.importLimit {
      let isOver = mayControl && charger.flow > 0 && world.grid > limit.value + oneAmpere
      let time = importing.note(isOver, at: world.now)
      if time > longest || (time > reaction && calm > reaction) {
        report("imports \(world.grid) W at \(charger.flow) A, for \(time / 1_000_000_000) s")
      }
    }
    if let limit = site.exportLimit {
      let isOver = mayControl && charger.flow < 0 && world.grid < -limit.value - oneAmpere
      let time = exporting.note(isOver, at: world.now)
      if time > longest || (time > reaction && calm > reaction) {
        report("exports \(-world.grid) W at \(charger.flow) A, for \(time / 1_000_000_000) s")
      }
    }
  }

  /// Within how long a charger is stopped that acknowledges a current or a stop and lets another current flow: what it had
  /// before may take its time to settle.
  static let disobedienceReaction = VirtualTime.seconds(19)

  /// Whether the charger has lately had a current that it was not told.
  var isDisobedient: Bool {
    min(sinceDisobedience, world.now.since(unfollowedAt ?? 0)) < Self.disobedienceReaction
      || world.charger.ignoresChanges
  }

  /// Whether a charger may lately have been told in vain, for as long as it then takes to stop it.
  private var resists: Bool { world.now.since(refusedAt) < failsafe + .seconds(240) }

  /// Whether the network has lately been so bad that a SoC could not be told for long enough to be believed.
  private var wasRough: Bool { world.now.since(roughAt) < .seconds(60) }

  /// For how long after a false SoC the true one may be in doubt, or unknown; it is told only while power flows.
  private static let doubt = VirtualTime.seconds(150)

  /// No charging at the upper end of the charger's SoC range, no discharging at the lower.
  private func checkSoCRange() {
    let charger = world.charger
    let soc = Int(charger.soc.value)
    let isAbove = mayControl && charger.flow > 0 && soc >= site.chargerSoC.upperBound
    let isBelow = mayControl && charger.flow < 0 && soc <= site.chargerSoC.lowerBound
    let above = aboveSoCRange.note(isAbove, at: world.now)
    let below = belowSoCRange.note(isBelow, at: world.now)
    // A value that a corrupted reply brings may put the true one in doubt as well.
    let isCalm =
      min(calm(world.chargerLink), sinceRefusal) > .seconds(8) && !isDisobedient
      && world.now.since(world.chargerLink.liedAt) > .seconds(Self.telling)
      && hasToldSoC && (soc >= 5 || poweredSinceUnknown >= Self.telling + 15)
    for (time, word) in [(above, "charges"), (below, "discharges")]
    where time > failsafe + .seconds(resists || wasRough ? 360 : 120)
      || (time > .seconds(14) && isCalm && sinceLie(0x21A) > Self.doubt && poweredSinceLie >= Self.telling)
    {
      report("\(word) at \(soc)% for \(time / 1_000_000_000) s")
    }
  }

  /// No discharging at or below the reserve; decisions are made each minute.
  private func checkReserve() {
    guard let reserve else { return }
    let charger = world.charger
    let time = belowReserve.note(mayControl && charger.flow < 0 && charger.soc.value < reserve, at: world.now)
    if time > failsafe + .seconds(resists ? 370 : 130)
      || (time > .seconds(66) && calm(world.chargerLink) > .seconds(66) && hasToldSoC)
    {
      report("discharges at \(charger.soc.value)% under a reserve of \(reserve)%")
    }
  }

  /// Whether what the charger does is the program's doing, or the program can take control now; its user may do with
  /// it what the user wants.
  ///
  /// Nothing stops one that takes a stop, goes on, and has no time-out either.
  var mayControl: Bool {
    let charger = world.charger
    guard !(charger.disobeys && charger.ignoresTimeout) else { return false }
    return charger.isCommanded || calm(world.chargerLink) > 0
  }

  /// Whether a decision allows the direction of a current.
  func allows(_ decision: Decision, _ flow: Double) -> Bool {
    flow > 0 ? decision.maximumCurrent > 0 : flow < 0 ? decision.minimumCurrent < 0 : true
  }
}
