import ScheduleLang

/// Decides which command, if any, brings the charger to a wanted current.
///
/// A command is sent when the current differs from the one last told, when the charger has paused while a
/// current is wanted, and when power flows while none is.
public struct Steering: Hashable, Sendable {
  /// What is wanted of the charger now.
  public struct Goal: Hashable, Sendable {
    /// The current, within the site's grid limits.
    public var current: Amperes
    /// What the grid limits leave of the set-point that the charger has.
    public var permitted: Amperes
    /// Whether neither charging nor discharging is wanted at all, as against a follower that rests at 0.
    public var isIdle: Bool

    /// Creates a goal.
    public init(current: Amperes, permitted: Amperes, isIdle: Bool) {
      self.current = current
      self.permitted = permitted
      self.isIdle = isIdle
    }
  }

  /// The current that the charger last agreed to; nil is not known.
  public private(set) var setPoint: Amperes?
  /// Whether a command has failed since, which may or may not have had its effect.
  private var isUncertain = false
  private var guardTime = GuardTime()

  /// Creates the steering of a charger of which nothing is known.
  public init() {}

  /// The command to send at `uptime` to a charger in `state`, or nil for none.
  public func command(for goal: Goal, state: ChargerState, at uptime: Duration) -> ChargerCommand? {
    if guardTime.holds(at: uptime) { return urgentCommand(for: goal, state: state) }
    let differs = isUncertain || goal.current != setPoint
    if goal.current == .zero {
      return differs || state == .charging || state == .discharging ? .stop : nil
    }
    return state.takesCurrent && (differs || state == .paused) ? .start(goal.current) : nil
  }

  /// The command that does not wait for the guard time: a stop, or the reduction that a grid limit demands.
  private func urgentCommand(for goal: Goal, state: ChargerState) -> ChargerCommand? {
    if goal.isIdle { return isUncertain || setPoint != .zero ? .stop : nil }
    guard let setPoint, goal.permitted != setPoint else { return nil }
    if goal.permitted == .zero { return .stop }
    return state.takesCurrent ? .start(goal.permitted) : nil
  }

  /// Notes that the charger took `command` at `uptime`.
  public mutating func sent(_ command: ChargerCommand, in state: ChargerState, at uptime: Duration) {
    // A charger that paused starts from nothing, whatever it was told before.
    guardTime.start(from: state == .paused ? .zero : setPoint, to: command.setPoint, at: uptime)
    setPoint = command.setPoint
    isUncertain = false
  }

  /// Notes that a command failed: it may or may not have had its effect, and is to be sent again.
  public mutating func failed() { isUncertain = true }
}

extension ChargerState {
  /// Whether a command to charge or discharge makes sense.
  fileprivate var takesCurrent: Bool { self == .paused || self == .charging || self == .discharging }
}
