import Runtime
import ScheduleLang

/// What an owner must hear of while it is so.
extension Inspector {
  /// Within how long.
  static let longestSilence = VirtualTime.seconds(90)

  func checkSaid() {
    guard let snapshot else { return }
    let charger = world.charger
    let link = world.chargerLink!
    let isReached = link.outage == nil && link.faultiness == 0 && link.replyTime == nil && charger.isReady
    let goesOn =
      charger.disobeys && charger.isCommanded && charger.flow != 0 && !allows(snapshot.applied, charger.flow)
    demand(.chargerNotStopped, of: snapshot, isReached && goesOn, &notStopped)
    let told = Double(charger.setPoint)
    let isOther = told * charger.flow < 0 || abs(charger.flow) > abs(told) * 1.3 + 2
    let isUnfollowed =
      charger.ignoresChanges && charger.isCommanded && told != 0 && isOther
      && charger.falseValues[0x20E] == nil
    demand(.chargerNotFollowing, of: snapshot, isReached && isUnfollowed, &notFollowing)
    let isUnproven = charger.control == 1 && hasFalseTimeout && charger.flow != 0 && charger.isCommanded
    demand(.timeoutUnproven, of: snapshot, isReached && isUnproven, &unproven)
  }

  /// Whether the time-out reads as none, or as one that is far longer than what is set.
  var hasFalseTimeout: Bool {
    world.charger.falseValues[0x58].map { $0 == 0 || VirtualTime.seconds(Int($0)) > failsafe + .seconds(61) }
      ?? false
  }

  private func demand(
    _ kind: Runtime.Trouble.Kind, of snapshot: LoopSnapshot, _ holds: Bool, _ watch: inout Stopwatch
  ) {
    let isSaid = snapshot.troubles.contains { $0.kind == kind }
    let time = watch.note(holds && !isSaid, at: world.now)
    if time > Self.longestSilence {
      report("nobody says \(kind.rawValue) for \(time / 1_000_000_000) s")
    }
  }
}
