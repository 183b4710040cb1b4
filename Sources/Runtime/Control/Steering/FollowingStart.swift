import ScheduleLang

/// Keeps an action that follows the meter from starting and stopping for every moment of sun.
///
/// A surplus about the charger's smallest current would otherwise start and stop it twice a minute. It starts again
/// only once there has been enough to follow for two minutes on end, and stops at once, because it never imports or exports for
/// it; a site that says for how long things must settle has it keep the smallest current for as long. What the
/// schedule, the grid's limits or an owner want never waits.
struct FollowingStart: Hashable {
  /// For how long there must be enough where the site does not say.
  static let patience: Duration = .seconds(120)

  /// The direction of what was last wanted.
  private var direction = Direction.idle
  /// Whether the last stop was for want of something to follow.
  private var mustWait = false
  private var enough = Stretch()
  private var tooLittle = Stretch()

  /// For how long something has been so on end.
  private struct Stretch: Hashable {
    private var kind = Direction.idle
    private var since: Duration?

    mutating func note(_ kind: Direction, at uptime: Duration) -> Duration {
      if since == nil || kind != self.kind { (self.kind, since) = (kind, uptime) }
      return uptime - (since ?? uptime)
    }

    mutating func reset() { since = nil }
  }

  /// What is left at `uptime` of the current that `decision` would have.
  ///
  /// - Parameters:
  ///   - isKnown: whether the grid's power is.
  ///   - smallest: the charger's smallest current.
  ///   - settle: how long the site has things settle, if it says so.
  mutating func settle(
    _ goal: Amperes, for decision: Decision, isKnown: Bool, smallest: Int, settle: Duration?,
    at uptime: Duration
  ) -> Amperes {
    let wanted = Direction(of: goal)
    guard decision.action.follows else {
      begin(wanted)
      return goal
    }
    if wanted == .idle {
      enough.reset()
      guard direction != .idle else { return goal }
      if isKnown {
        let kept = (direction.rawValue * smallest).clamped(decision.minimumCurrent, decision.maximumCurrent)
        if let settle, kept == direction.rawValue * smallest, tooLittle.note(direction, at: uptime) < settle {
          return Amperes(kept)
        }
        mustWait = true
      }
      direction = .idle
      tooLittle.reset()
      return goal
    }
    if direction == .idle, mustWait, enough.note(wanted, at: uptime) < settle ?? Self.patience {
      return .zero
    }
    begin(wanted)
    mustWait = false
    return goal
  }

  private mutating func begin(_ wanted: Direction) {
    direction = wanted
    enough.reset()
    tooLittle.reset()
  }

  /// Waits no more for what was before: another car, or an order.
  mutating func reset() { self = FollowingStart() }
}
