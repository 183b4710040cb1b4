import ScheduleLang

/// Keeps power from changing its direction more than four times in any hour, whatever the rules.
///
/// A plan that flutters wears a battery and a contactor and pays for the losses of both ways. Until the first of four
/// changes is an hour ago, the other direction is not to be had.
public struct DirectionLimit: Hashable, Sendable {
  /// How many changes an hour may have.
  public static let most = 4
  /// What counts as an hour; a charger takes some seconds to reach a current.
  static let hour: Duration = .seconds(3600 + 30)

  /// The direction of the last current.
  private var direction = Direction.idle
  private var changes: [Duration] = []
  /// Whether the last change was tried, and may have come about, but is not known to have.
  private var isOpen = false

  /// Creates the limit of a charger that has not moved any power yet.
  public init() {}

  /// Notes that the charger has, or may have, a current at `uptime`.
  public mutating func note(_ current: Amperes, at uptime: Duration) {
    let new = Direction(of: current)
    guard new != .idle else { return }
    guard new != direction else {
      // A change that is tried again may only now come about.
      if isOpen { changes[changes.count - 1] = uptime }
      return
    }
    if direction != .idle {
      changes = changes.suffix(Self.most - 1) + [uptime]
      isOpen = true
    }
    direction = new
  }

  /// Notes that the charger is seen to have power in the direction of a current at `uptime`.
  public mutating func seen(_ current: Amperes, at uptime: Duration) {
    if isOpen, Direction(of: current).opposes(direction) {
      // The change that was tried has not come about.
      changes.removeLast()
      (isOpen, direction) = (false, direction.opposite)
    }
    note(current, at: uptime)
    taken()
  }

  /// Notes that the charger took what was noted last.
  public mutating func taken() { isOpen = false }

  /// Whether the direction may not change at `uptime`.
  public func isExhausted(at uptime: Duration) -> Bool {
    changes.count == Self.most && changes.first.map { uptime - $0 < Self.hour } ?? false
  }

  /// What is left of `decision` at `uptime`.
  public func applied(to decision: Decision, at uptime: Duration) -> Decision {
    guard isExhausted(at: uptime) else { return decision }
    return direction == .charging ? decision.withoutDischarging : decision.withoutCharging
  }
}
