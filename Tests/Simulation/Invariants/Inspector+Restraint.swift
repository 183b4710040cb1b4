import Runtime
import ScheduleLang

/// What spares the charger, the car and the owner's bill, whatever the rules, the sun and the car do.
extension Inspector {
  /// How often the direction of power may change in an hour.
  static let mostDirectionChanges = 4
  /// How often a car that takes nothing may be offered a current anew in an hour, restarts of the program included.
  static let mostVainStarts = 24

  /// The direction of power changes seldom.
  func noteDirection(_ command: ChargerCommand) { noteDirection(of: command.setPoint.value) }

  /// What flows tells of a change sooner than a program that has not heard of it yet, and of one that another hand has made.
  func noteFlow() {
    let charger = world.charger
    guard charger.isCommanded, charger.flow * Double(charger.setPoint) > 0 else { return }
    if charger.meddledAt > change?.time ?? 0 {
      directions.noteOther(charger.flow)
    } else {
      noteDirection(of: charger.setPoint)
    }
  }

  private func noteDirection(of current: Int) {
    let count = directions.note(current, at: world.now)
    if count > Self.mostDirectionChanges {
      report("the direction of power changes \(count) times in an hour")
    }
  }

  /// A car that takes nothing is left in peace.
  func checkStarts() {
    let count = world.charger.vainStarts
    defer { startsBefore = count }
    // Over a bad network the same start may come more than once.
    guard count > startsBefore, steady(world.chargerLink) > .seconds(30) else { return }
    let inHour = vainStarts.note(at: world.now)
    if inHour > Self.mostVainStarts {
      report("a car that takes nothing is started \(inHour) times in an hour")
    }
  }

  /// The charger is never told more than the decision allows, and does not keep more for longer than a guard time.
  func checkBounds() {
    guard let snapshot, !world.charger.disobeys else { return }
    let charger = world.charger
    let bounds = min(0, snapshot.applied.minimumCurrent)...max(0, snapshot.applied.maximumCurrent)
    let link = steady(world.chargerLink)
    // A late request may be as late as three seconds.
    if changedInTick, let change, !bounds.contains(change.new), !change.isReduction, link > .seconds(4) {
      report("the charger is told \(change.new) A while \(snapshot.applied) is decided")
    }
    let flow = Int(charger.flow.rounded(.towardZero))
    // One that has little more than it was told is taken for inexact.
    let isInexact = charger.ignoresChanges && bounds.contains(charger.setPoint) && !hasOtherCurrent
    let isExcessive = mayControl && charger.isCommanded && !isInexact && !bounds.contains(flow)
    let time = excessive.note(isExcessive, at: world.now)
    let isUnfollowed = unfollowedAt.map { world.now.since($0) < .seconds(60) } ?? false
    let isSlow = world.now.since(world.chargerLink.slowAt) < .seconds(60)
    let longest = VirtualTime.seconds(isSlow || isUnfollowed ? 60 : 30)
    if min(time, link) > longest {
      report("\(charger.flow) A flow for \(time / 1_000_000_000) s while \(snapshot.applied) is decided")
    }
  }

  /// A charger that follows is never held to stand still for not following.
  func checkHold() {
    guard snapshot?.restraint == .disobedientCharger else { return }
    let reasons = [unfollowedAt, liedAt[0x20E], liedAt[0x102], disobeyedAt].compactMap(\.self)
    if reasons.allSatisfy({ world.now.since($0) > .seconds(3700) }) {
      report("a charger that follows is held to stand still")
    }
  }

  /// A discharge never acts on account of a deadline that is over.
  func checkDeadline() {
    guard let snapshot, let plan = snapshot.outcome.plan, snapshot.order == nil,
      snapshot.outcome.decision.maximumCurrent <= 0, snapshot.outcome.decision != .idle
    else { return }
    if plan.deadline <= snapshot.instant {
      report("discharges on account of a deadline that was \(plan.deadline)")
    }
  }
}
