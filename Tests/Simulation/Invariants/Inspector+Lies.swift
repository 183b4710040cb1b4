import Platform
import Runtime
import ScheduleLang

/// What must hold of devices that answer, and whose answers are slow or not true.
extension Inspector {
  /// For how long a meter that lies may be believed.
  static let longestMeterBelief = VirtualTime.seconds(480)
  /// Within how long a slow charger must be under control.
  static let slowRecovery = VirtualTime.seconds(60)

  /// No power follows a meter whose numbers stand still or are turned, beyond what the true house justifies.
  func checkMeterBelief() {
    let charger = world.charger
    // Only a step of the charger's power shows that a meter has been turned round, where nothing hides it.
    let isSeen = min(calm(world.meterLink), calm(world.chargerLink)) > .seconds(75)
    let isStep = powerLevels.note(charger.power, at: world.now) && isSeen
    hasShownTurn = world.shelly.habit == .reversed && (hasShownTurn || isStep)
    let lies = world.shelly.habit == .frozen || (world.shelly.habit == .reversed && hasShownTurn)
    var isBeyond = false
    if lies, let snapshot, snapshot.applied.action.follows, mayControl, charger.flow != 0 {
      let surplus = (charger.power - world.grid) / charger.voltage
      let floor = charger.flow > 0 ? snapshot.applied.minimumCurrent : snapshot.applied.maximumCurrent
      let justified = charger.flow > 0 ? max(Double(floor), surplus, 0) : max(Double(-floor), -surplus, 0)
      isBeyond = abs(charger.flow) > justified + Double(site.chargerCurrent.lowerBound)
    }
    let time = unjustified.note(isBeyond, at: world.now)
    if min(time, calm(world.meterLink), calm(world.chargerLink)) > Self.longestMeterBelief {
      report("\(charger.flow) A flow for \(time / 1_000_000_000) s because of a meter that lies")
    }
  }

  /// A charger that takes its time is under control all the same, only later.
  func checkSlowCharger() {
    let link = world.chargerLink!
    let charger = world.charger
    guard link.replyTime != nil, let snapshot, charger.isReady, !isDeclined else {
      _ = unfollowed.note(false, at: world.now)
      return
    }
    let isIdle =
      snapshot.goal.value != 0 && charger.commanded == 0 && sinceHindrance > Inspector.longestWait
    let isUnwanted = charger.commanded != 0 && !allows(snapshot.applied, Double(charger.commanded))
    let isUnarmed =
      charger.flow != 0 && (charger.control != 1 || charger.failsafeTimeout != failsafe / 1_000_000_000)
    let time = unfollowed.note(isIdle || isUnwanted || isUnarmed, at: world.now)
    if min(time, steady(link), steady(world.meterLink), sinceLie(0x58), sinceLie(0x102)) > Self.slowRecovery {
      report(
        "a slow charger is not under control: \(charger.commanded) A commanded, \(snapshot.goal.value) A wanted, "
          + "control \(charger.control), time-out \(charger.failsafeTimeout) s")
    }
  }

  /// At the end a charger that goes on is not handed back, and that is said.
  func checkEnd(_ failure: DeviceError?) {
    let charger = world.charger
    // Where the car takes nothing, nothing shows that the charger goes on.
    guard charger.disobeys, charger.isCommanded, charger.flow != 0, charger.isReady else { return }
    if failure == nil {
      report("the charger goes on at \(charger.commanded) A at the end, and nothing says so")
    }
    if charger.control != 1 || charger.failsafeTimeout == 0 {
      report("the charger is handed back while \(charger.commanded) A flow")
    }
  }
}
