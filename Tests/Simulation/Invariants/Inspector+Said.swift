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
    // One that refuses has not said that it would stop.
    let ofStops: [Runtime.Trouble.Kind] =
      charger.refusesWrites ? [.chargerNotStopped, .chargerRefuses] : [.chargerNotStopped]
    demand(ofStops, of: snapshot, isReached && goesOn, &notStopped)
    let isUnfollowed =
      charger.ignoresChanges && charger.isCommanded && charger.setPoint != 0 && hasOtherCurrent
      && charger.falseValues[0x20E] == nil
    demand([.chargerNotFollowing], of: snapshot, isReached && isUnfollowed, &notFollowing)
    // To one that refuses control there is nothing to prove.
    let isUnproven =
      charger.control == 1 && hasFalseTimeout && charger.flow != 0 && charger.isCommanded
      && !charger.refusesWrites
    demand([.timeoutUnproven], of: snapshot, isReached && isUnproven, &unproven)
  }

  /// Whether the current that flows is so far from the one that was told that no inexactness explains it.
  var hasOtherCurrent: Bool {
    let (flow, told) = (world.charger.flow, Double(world.charger.setPoint))
    return told * flow < 0 || abs(flow) > abs(told) * 1.3 + 2
  }

  /// Whether the time-out reads as none, or as one that is far longer than what is set.
  var hasFalseTimeout: Bool {
    world.charger.falseValues[0x58].map { $0 == 0 || VirtualTime.seconds(Int($0)) > failsafe + .seconds(61) }
      ?? false
  }

  /// One of the kinds is to be said where that `holds`.
  private func demand(
    _ kinds: [Runtime.Trouble.Kind], of snapshot: LoopSnapshot, _ holds: Bool, _ watch: inout Stopwatch
  ) {
    let isSaid = snapshot.troubles.contains { kinds.contains($0.kind) }
    let time = watch.note(holds && !isSaid, at: world.now)
    if time > Self.longestSilence {
      report("nobody says \(kinds[0].rawValue) for \(time / 1_000_000_000) s")
    }
  }
}
