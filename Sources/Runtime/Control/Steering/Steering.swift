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
    /// What it is for.
    public var action: ActionKind

    /// Creates a goal.
    public init(current: Amperes, permitted: Amperes, action: ActionKind = .charge) {
      self.current = current
      self.permitted = permitted
      self.action = action
    }
  }

  /// The current that the charger has by what it says, or else last agreed to; nil is not known.
  public private(set) var setPoint: Amperes?
  /// What the charger was last told and took; nil where nothing is, or the last command may not have arrived.
  public private(set) var commanded: Amperes?
  /// The set-point that the charger says it has and that is not believed; nil where there is none.
  public private(set) var disbelieved: Amperes?
  /// The current of the last command, whether or not it arrived.
  private var attempted: Amperes?
  /// The other set-point that the charger read back when it was told again; nil where that is not so.
  private var commandedAgainst: Amperes?
  /// Whether a command is due even if nothing changes: the last one failed and may or may not have had its
  /// effect, or the program has lost control.
  private var isUncertain = false
  private var guardTime = GuardTime()
  private var backoff = StartBackoff()
  /// Whether power has flowed at the set-point that the charger was told, and since then at another, which somebody else has
  /// written: what ends by that, the car has not ended.
  private var hasTaken = false
  private var isMeddledWith = false
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
    if guardTime.holds(at: uptime) { return urgentCommand(for: goal, state: state, at: uptime) }
    let differs = isUncertain || goal.current != setPoint
    if goal.current == .zero {
      return differs || state.isMovingPower ? .stop : nil
    }
    return differs || state == .paused ? start(at: goal.current, goal, state: state, uptime: uptime) : nil
  }

  /// The command to start at `current`, nil where the charger takes none now, or the car has taken nothing for a while.
  private func start(
    at current: Amperes, _ goal: Goal, state: ChargerState, uptime: Duration
  ) -> ChargerCommand? {
    guard state.takesCurrent else { return nil }
    let waits = state == .paused && !takesAway(current) && backoff.holds(goal.action, at: uptime)
    return waits ? nil : .start(current)
  }

  /// Whether `current` is less than what the charger was told, or the other direction.
  private func takesAway(_ current: Amperes) -> Bool {
    guard let setPoint, setPoint != .zero else { return false }
    return current.value.signum() != setPoint.value.signum()
      || current.value.magnitude < setPoint.value.magnitude
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
  private func urgentCommand(
    for goal: Goal, state: ChargerState, at uptime: Duration
  ) -> ChargerCommand? {
    // A set-point of zero that the charger was not told, and does not keep, is no stop.
    let isUnstopped =
      goal.current == .zero && setPoint == .zero && commanded != .zero && state.isMovingPower
    guard isUncertain || goal.permitted != setPoint || isUnstopped else { return nil }
    if goal.permitted == .zero {
      let mayWait = setPoint == .zero && goal.current != .zero
      return mayWait ? nil : .stop
    }
    return start(at: goal.permitted, goal, state: state, uptime: uptime)
  }

  /// Notes what the charger says of itself at `uptime`, which counts for more than what it was told.
  ///
  /// The two differ after a command whose confirmation was lost, after a restart of either side, and where
  /// someone else has a hand in it. A set-point that still reads back as another when the same was told again, or that
  /// cannot be because more power flows, is not believed as long as what it was told explains the power.
  public mutating func observe(
    _ status: ChargerStatus, voltage: Volts = Volts(230), at uptime: Duration
  ) {
    if !status.isControlled { isUncertain = true }
    let isFlowing = status.runs(atLeast: Self.leastPower)
    if isFlowing, let commanded, let reading = status.setPoint {
      if reading == commanded { hasTaken = true } else if hasTaken { isMeddledWith = true }
    }
    if !isFlowing, isMeddledWith {
      backoff.ended()
      isMeddledWith = false
    }
    backoff.note(isFlowing: isFlowing, at: uptime)
    guard let reading = status.setPoint else { return }
    if commanded == nil, reading == attempted { commanded = reading }
    disbelieved = nil
    if let commanded, reading != commanded {
      if status.contradicts(
        reading, isLasting: reading == commandedAgainst, commanded: commanded, voltage: voltage)
      {
        disbelieved = reading
        return
      }
    } else {
      commandedAgainst = nil
    }
    guard reading != setPoint else { return }
    if let setPoint { guardTime.start(from: setPoint, to: reading, at: uptime) }
    setPoint = reading
  }

  /// Below this (in watts, either way) the charger's electronics are all that draws.
  private static let leastPower = 100.0

  /// Notes that the charger took `command` at `uptime`; `action` is what it is for.
  public mutating func sent(
    _ command: ChargerCommand, in state: ChargerState?, for action: ActionKind = .charge, at uptime: Duration
  ) {
    // A charger that paused starts from nothing, whatever it was told before.
    let before = state == .paused ? .zero : setPoint
    // The same again, after control was lost, must not put off the next change each time; another than one that may have
    // arrived, though it failed, is a change.
    let mayHave = commanded == nil ? attempted ?? before : before
    if command != .start(before ?? .zero) || command.setPoint != mayHave {
      guardTime.start(from: before == command.setPoint ? mayHave : before, to: command.setPoint, at: uptime)
    }
    if command == .stop { backoff.ended() }
    if state == .paused, command.setPoint != .zero { backoff.started(action, at: uptime) }
    if command.setPoint != commanded { (hasTaken, isMeddledWith) = (false, false) }
    commandedAgainst = commanded != nil && commanded != setPoint ? setPoint : nil
    setPoint = command.setPoint
    (commanded, attempted) = (command.setPoint, command.setPoint)
    isUncertain = false
  }

  /// Notes that `command` failed: it may or may not have had its effect, and is to be sent again.
  ///
  /// What flowed may have ended by a stop, and has where the charger would not be commanded and no time-out would end it.
  ///
  /// - Parameter isRefused: whether the charger, or its driver, would not.
  public mutating func failed(_ command: ChargerCommand, isRefused: Bool = false) {
    if isRefused || command == .stop { backoff.ended() }
    isUncertain = true
    (commanded, attempted) = (nil, command.setPoint)
  }

  /// Starts the charger without waiting for longer than guard times ask: another car has come, or an order.
  mutating func startAnew() { backoff.reset() }
}

extension ChargerState {
  /// Whether a command to charge or discharge makes sense.
  fileprivate var takesCurrent: Bool { self == .paused || isMovingPower }
}

extension ChargerStatus {
  /// Whether the power that is measured speaks against a set-point that reads back as another than was `commanded`.
  ///
  /// - Parameter isLasting: whether it reads so still, though the charger was told again.
  fileprivate func contradicts(
    _ reading: Amperes, isLasting: Bool, commanded: Amperes, voltage: Volts
  ) -> Bool {
    guard let power, power.value.isFinite, power.isExplained(by: commanded, voltage: voltage) else {
      return false
    }
    return isLasting || !power.isExplained(by: reading, voltage: voltage)
  }
}

extension Watts {
  /// Whether a current explains the power.
  fileprivate func isExplained(by current: Amperes, voltage: Volts) -> Bool {
    ExplicablePower.explains(
      self, by: min(0, current.value)...max(0, current.value), voltage: voltage)
  }
}
