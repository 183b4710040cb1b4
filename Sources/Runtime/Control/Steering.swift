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
    /// What the decision and the grid limits leave of the set-point that the charger has.
    public var permitted: Amperes

    /// Creates a goal.
    public init(current: Amperes, permitted: Amperes) {
      self.current = current
      self.permitted = permitted
    }
  }

  /// The current that the charger has by what it says, or else last agreed to; nil is not known.
  public private(set) var setPoint: Amperes?
  /// Whether a command is due even if nothing changes: the last one failed and may or may not have had its
  /// effect, or the program has lost control.
  private var isUncertain = false
  private var guardTime = GuardTime()
  /// Since when the charger has had more than is permitted.
  private var excessiveSince: Duration?

  /// For how long a charger may keep more than is permitted before it is stopped.
  ///
  /// To reduce a current takes more than a bad network may carry; a stop is one write.
  static let patience: Duration = .seconds(10)

  /// Creates the steering of a charger of which nothing is known.
  public init() {}

  /// The command to send at `uptime` to a charger in `state`, or nil for none.
  ///
  /// - Parameter state: nil where the charger has not told it now: then only a stop is worth trying, since a
  ///   charger that hears but is not understood never finds itself left alone.
  public mutating func command(
    for goal: Goal, state: ChargerState?, at uptime: Duration
  ) -> ChargerCommand? {
    if isExcessive(goal, at: uptime) { return .stop }
    guard let state else { return goal.permitted == .zero && setPoint != .zero && isStop(goal) ? .stop : nil }
    if guardTime.holds(at: uptime) { return urgentCommand(for: goal, state: state) }
    let differs = isUncertain || goal.current != setPoint
    if goal.current == .zero {
      return differs || state.isMovingPower ? .stop : nil
    }
    return state.takesCurrent && (differs || state == .paused) ? .start(goal.current) : nil
  }

  /// Whether the goal ends what the charger does, as far as that is known.
  private func isStop(_ goal: Goal) -> Bool { setPoint != nil || goal.current == .zero }

  /// Whether the charger has had more than is permitted for too long.
  private mutating func isExcessive(_ goal: Goal, at uptime: Duration) -> Bool {
    guard let setPoint, goal.permitted != setPoint else {
      excessiveSince = nil
      return false
    }
    let start = excessiveSince ?? uptime
    excessiveSince = start
    return uptime - start >= Self.patience
  }

  /// The command that does not wait for the guard time: a stop where the present direction is not wanted any
  /// more, the reduction that a grid limit demands, or the same again where a command is due.
  private func urgentCommand(for goal: Goal, state: ChargerState) -> ChargerCommand? {
    guard isUncertain || goal.permitted != setPoint else { return nil }
    if goal.permitted == .zero {
      let mayWait = setPoint == .zero && goal.current != .zero
      return mayWait ? nil : .stop
    }
    return state.takesCurrent ? .start(goal.permitted) : nil
  }

  /// Notes what the charger says of itself at `uptime`, which counts for more than what it was told.
  ///
  /// The two differ after a command whose confirmation was lost, after a restart of either side, and where
  /// someone else has a hand in it.
  public mutating func observe(_ status: ChargerStatus, at uptime: Duration) {
    if !status.isControlled { isUncertain = true }
    guard let actual = status.setPoint, actual != setPoint else { return }
    if let setPoint { guardTime.start(from: setPoint, to: actual, at: uptime) }
    setPoint = actual
  }

  /// Notes that the charger took `command` at `uptime`.
  public mutating func sent(_ command: ChargerCommand, in state: ChargerState?, at uptime: Duration) {
    // A charger that paused starts from nothing, whatever it was told before.
    let before = state == .paused ? .zero : setPoint
    // The same again, after control was lost, must not put off the next change each time.
    if command != .start(before ?? .zero) {
      guardTime.start(from: before, to: command.setPoint, at: uptime)
    }
    setPoint = command.setPoint
    isUncertain = false
  }

  /// Notes that a command failed: it may or may not have had its effect, and is to be sent again.
  public mutating func failed() { isUncertain = true }
}

extension ChargerState {
  /// Whether a command to charge or discharge makes sense.
  fileprivate var takesCurrent: Bool { self == .paused || isMovingPower }
}
