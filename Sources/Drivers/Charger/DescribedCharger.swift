import Platform
import Runtime
import ScheduleLang

/// A charger that a text describes, over whatever carries what it is asked and told.
///
/// What a call has no time for goes on in the next: a charger that takes a second for each reply is read and commanded
/// over several.
public final class DescribedCharger: Charger {
  /// After how long a time-out that could not be proved is tried again.
  static let retryTime: Duration = .seconds(30)
  /// For how long what was read of it counts after the connection has broken; it is read anew in half of that.
  static let trust: Duration = .seconds(60)

  let link: any ChargerLink
  let map: ChargerMap
  let settings: ChargerSettings
  let notice: (String) -> Void
  /// What was told already: control is taken anew after each reconnection.
  var notices: Set<String> = []
  var readings: ChargerReadings
  var failsafe: ChargerFailsafe
  /// The number of the connection over which control was taken; nil while the user has it.
  var controlledConnection: Int?
  /// The time-out that an earlier run has left armed, in seconds; nil where there is none, or it is not known.
  var earlierTimeout: UInt16?
  /// When it was last read, nil where the time-out was proved since; and over which connection and when that was.
  var readBy: ExchangeDeadline?
  var proved: (connection: Int, by: ExchangeDeadline)?
  /// What the time-out reads as that was armed before, while it is open whose doing that is.
  var suspiciousTimeout: UInt16?
  /// Why the charger did not take its time-out.
  var timeoutRefusal: DeviceError?
  /// Whether it said that it has no such register.
  var isTimeoutLacked = false
  /// When the time-out was last set.
  var setBy: ExchangeDeadline?
  /// How far a command has come that ran out of time.
  var progress: ChargerProgress?
  /// When it was last told to stop, where it has not taken that yet, and how often in a row it was asked nothing for that.
  var owedStop: ExchangeDeadline?
  var yielded = 0
  /// Whether an order to stop waits for the end of the call.
  var isStopWaiting: () -> Bool = { false }
  /// The set-point that it was last told; nil is none in this run.
  var told: Amperes?
  /// What was wanted last, and what it was told for that, once it took it.
  var agreed: (wanted: Amperes, told: Amperes)?
  /// When what it takes at the moment was last followed.
  var followed: ExchangeDeadline?
  /// What was sent of its heartbeat, and what of that is not answered yet.
  var beats = Heartbeats()
  var pendingBeat: ModbusRequest?
  /// The least time between what the charger says and what it is asked next.
  let gap: Duration
  /// When it was last heard, where it needs such a time.
  var heard: Duration = .zero
  /// The deadline of the call that goes on.
  var now = ExchangeDeadline(uptime: .zero)

  /// Creates the charger at `endpoint`; `notice` is told, in one line, what its firmware lacks.
  public convenience init(
    _ description: ChargerDescription, endpoint: Endpoint, settings: ChargerSettings = ChargerSettings(),
    access: ModbusAccess = .usual, connector: any Connector = TCPConnector(),
    notice: @escaping (String) -> Void = { _ in }
  ) {
    self.init(
      ChargerMap(description),
      over: ModbusClient(
        endpoint: endpoint, unit: settings.unit, framing: access.framing, connector: connector),
      gap: .milliseconds(access.gap), settings: settings, notice: notice)
  }

  init(
    _ map: ChargerMap, over link: any ChargerLink, gap: Duration, settings: ChargerSettings,
    notice: @escaping (String) -> Void
  ) {
    (self.link, self.gap) = (link, gap)
    self.map = map
    self.settings = settings
    self.notice = notice
    readings = ChargerReadings(map)
    failsafe = ChargerFailsafe(settings, map.charger)
    link.onLateReply = { [unowned self] in takeLate($1, to: $0) }
  }

  /// Reads state, SoC and power, and, where time is left, what it was told and whether the program has control; a
  /// command that is under way comes first.
  public func status(by deadline: ExchangeDeadline) throws(DeviceError) -> ChargerStatus {
    now = deadline
    progress?.age += 1
    var failure: DeviceError?
    let yields = yieldsToStop()
    do throws(DeviceError) {
      try link.settle(by: deadline)
      if !isStopWaiting() { try keepAlive() }
      while !yields, !isStopWaiting(), let item = readings.next(of: items, by: deadline) { try ask(item) }
    } catch {
      guard error == .timeout || error == .unfinished else { throw error }
      failure = error
    }
    endUnofferedDischarge()
    followLimits()
    func registers(_ item: ChargerReadings.Item) -> [UInt16]? {
      readings.registers(item, by: deadline, isSlow: failure != .timeout)
    }
    // One of which nothing is heard is silent, also where it is asked nothing for a stop's sake.
    guard let block = registers(.state) else { throw failure ?? link.lateness(by: deadline) }
    let isSoCRead = map.request(for: .soc) == nil || registers(.soc) != nil
    let (plug, flow) = (registers(.plugged), registers(.power))
    let meaning = map.meaning(block, plug: plug, power: flow)
    return ChargerStatus(
      state: map.state(block, plug: plug, power: flow, errors: registers(.errors)),
      pluggedIn: meaning?.isPluggedIn, soc: isSoCRead ? readings.soc : nil, power: flow.flatMap(map.power),
      isPowerNew: readings.isNew(.power, by: deadline, isComplete: failure == nil),
      setPoint: registers(.setPoint).flatMap { setPoint($0, isMovingPower: meaning?.isMovingPower ?? true) },
      isControlled: settings.control == .handBack || isConnectionControlled)
  }

  public func heed(_ isStopWaiting: @escaping () -> Bool) { self.isStopWaiting = isStopWaiting }

  public func start(at current: Amperes, by deadline: ExchangeDeadline) throws(DeviceError) {
    now = deadline
    guard map.setting(current) != nil else {
      throw .refused("a current of \(current.value) A is not within \(map.rangeText)")
    }
    if current < .zero { try permitDischarge() }
    let taken = try limited(current)
    if isTimeoutToBeTriedAgain { controlledConnection = nil }
    progress?.hasTriedStop = false
    (owedStop, agreed) = (nil, nil)
    try command(steps(toStartAt: taken))
    agreed = (current, taken)
  }

  public func stop(by deadline: ExchangeDeadline) throws(DeviceError) {
    now = deadline
    (owedStop, agreed) = (deadline, nil)
    // A heartbeat that repeats the set-point must not begin again what this ends.
    told = .zero
    do throws(DeviceError) {
      try command(map.stopping)
    } catch {
      // One that was heard and refused is owed no more than before.
      if error != .timeout && error != .unfinished { owedStop = nil }
      throw error
    }
    (owedStop, agreed) = (nil, (.zero, .zero))
  }

  /// What was proved counts for the connection over which it was, and for a while: before another its user may have had
  /// control, which ends the time-out.
  ///
  /// One that reads as less than was asked for may end as late as that.
  public var failsafeTimeout: Duration? {
    if let readBy {
      guard readBy.age(at: now) <= Self.trust else { return nil }
      return earlierTimeout.map { .seconds(max($0, settings.failsafe)) }
    }
    guard let latest = failsafe.latestSeconds else { return nil }
    if case .fixed = map.charger.failsafe { return .seconds(latest) }
    guard let proved, proved.connection == link.connectionCount || proved.by.age(at: now) <= Self.trust
    else { return nil }
    return .seconds(latest)
  }

  public var failsafeProblem: String? {
    settings.control == .keep
      ? failsafe.problem
      : "control is handed back after each command, which switches its own time-out off"
  }

  public func release(by deadline: ExchangeDeadline) throws(DeviceError) {
    now = deadline
    (controlledConnection, progress, earlierTimeout, readBy, owedStop) = (nil, nil, nil, nil, nil)
    failsafe.forget()
    try take(atOnce: map.releasing)
  }
}
