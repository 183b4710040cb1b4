import Runtime
import ScheduleLang

/// A Wallbox Quasar (1), over Modbus TCP.
public final class QuasarCharger: Charger {
  /// The port that the charger listens on.
  public static let defaultPort: UInt16 = 502
  /// The largest set-point either way (evse-controller).
  static let currentRange = -32...32

  /// What a new connection and a first reading are left, in nanoseconds.
  private static let reconnectionTime: UInt64 = 300_000_000

  private let modbus: ModbusClient
  private let settings: QuasarSettings
  private let notice: (String) -> Void
  /// What was told already: control is taken anew after each reconnection.
  private var notices: Set<String> = []
  private var socFilter = SoCFilter()
  /// The number of the connection over which control was taken; nil while the user has it.
  private var controlledConnection: Int?
  /// Whether the charger has a time-out of its own.
  private var hasFailsafe = true
  /// What the time-out reads as since control was taken; nil while that is not known.
  private var armedTimeout: UInt16?
  /// The time-out that runs in the charger as far as is known, in seconds; nil where none does.
  private var runningTimeout: UInt16?
  /// The number of the last connection over which it was asked for without having control.
  private var askedConnection: Int?
  /// What a command that ran out of time has written already.
  private var unfinished: Unfinished?

  private struct Unfinished {
    /// The number of its connection.
    var connection: Int
    var done: [QuasarWrite]
    /// How often the charger was asked how it is since then.
    var age = 0
  }

  /// Creates the charger at `endpoint`; `notice` is told, in one line, what its firmware lacks.
  public init(
    endpoint: Endpoint, settings: QuasarSettings = QuasarSettings(),
    connector: any Connector = TCPConnector(), notice: @escaping (String) -> Void = { _ in }
  ) {
    modbus = ModbusClient(endpoint: endpoint, unit: settings.unit, connector: connector)
    self.settings = settings
    self.notice = notice
  }

  /// Reads state, SoC and power, and, where time is left, what it was told and whether the program has control.
  ///
  /// A charger that takes a fifth of a second for each reply has time for some of it: what is missing then is unknown,
  /// and a command that is under way comes first.
  public func status(by deadline: ExchangeDeadline) throws(DeviceError) -> ChargerStatus {
    unfinished?.age += 1
    let block = try probe(by: deadline)
    let state = QuasarState(rawValue: block[0])
    if state?.isPluggedIn == false { socFilter.reset() }
    var status = ChargerStatus(
      state: .unavailable("state \(block[0]), which is not documented"), pluggedIn: state?.isPluggedIn,
      soc: state?.isPluggedIn == true ? socFilter.read(block[1], by: deadline) : nil, power: nil,
      isControlled: settings.control == .handBack || isConnectionControlled)
    if let state { status.state = state.chargerState(errors: []) }
    do throws(DeviceError) {
      status.power = Watts(Double(Int16(bitPattern: try read(.power, by: deadline)[0])))
      guard let state, !isUnfinished else { return status }
      status.setPoint = Amperes(Int(Int16(bitPattern: try read(.current, by: deadline)[0])))
      if status.state.isMovingPower { try learnTimeout(by: deadline) }
      status.isControlled = try hasControl(by: deadline)
      if state == .error { status.state = state.chargerState(errors: try errors(by: deadline)) }
    } catch {
      guard error == .timeout else { throw error }
    }
    return status
  }

  public func start(at current: Amperes, by deadline: ExchangeDeadline) throws(DeviceError) {
    guard current != .zero, QuasarCharger.currentRange.contains(current.value),
      let setPoint = Int16(exactly: current.value)
    else { throw .refused("a current of \(current.value) A is not within ±1...32 A") }
    try command([QuasarWrite(.current, UInt16(bitPattern: setPoint)), .start], by: deadline)
  }

  public func stop(by deadline: ExchangeDeadline) throws(DeviceError) {
    // On a new connection the program most likely has control still: a stop that comes through at once is worth
    // more than an orderly one that comes too late.
    if settings.control == .keep, !isConnectionControlled, !isUnfinished {
      _ = try optional { () throws(DeviceError) in try write(.stop, by: deadline) }
    }
    // The set-point that is left behind is what the charger would use when a car is plugged in.
    try command([.stop, QuasarWrite(.current, 0)], by: deadline)
  }

  /// Register 0x58, as it was last written or read.
  public var ownTimeout: Duration? { runningTimeout.map { .seconds($0) } }

  public func release(by deadline: ExchangeDeadline) throws(DeviceError) {
    controlledConnection = nil
    unfinished = nil
    runningTimeout = nil
    try write(.release, by: deadline)
  }
}

extension QuasarCharger {
  /// Reads state and SoC, over a new connection in good time where a reply that never came holds up the old one.
  private func probe(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt16] {
    func read(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt16] {
      try modbus.read(QuasarRegister.state.rawValue, count: 2, isProbe: true, by: deadline)
    }
    guard modbus.isOwedReply else { return try read(by: deadline) }
    do {
      let reserve = min(QuasarCharger.reconnectionTime, deadline.nanoseconds)
      return try read(by: ExchangeDeadline(nanoseconds: deadline.nanoseconds - reserve))
    } catch .timeout {
      return try read(by: deadline)
    }
  }

  /// Has control, sends the writes of a command, and hands control back where the settings say so.
  ///
  /// Where time runs out, the next command goes on behind the writes that it has in common with this one.
  private func command(_ writes: [QuasarWrite], by deadline: ExchangeDeadline) throws(DeviceError) {
    let sequence = (isConnectionControlled ? [] : takingControl) + writes + handingBack
    let done = isUnfinished ? unfinished?.done ?? [] : []
    let common = zip(done, sequence).prefix { $0 == $1 }.count
    unfinished = nil
    var sent = Array(sequence.prefix(common))
    do throws(DeviceError) {
      for write in sequence.dropFirst(common) {
        try send(write, by: deadline)
        sent.append(write)
      }
    } catch {
      if error == .timeout {
        unfinished = Unfinished(connection: modbus.connectionCount, done: sent)
      } else {
        // A refusal may mean that the user has control again: the next command takes it anew.
        controlledConnection = nil
      }
      throw error
    }
    if settings.control == .keep, !isConnectionControlled {
      controlledConnection = modbus.connectionCount
      armedTimeout = nil
    }
  }

  private var isConnectionControlled: Bool { controlledConnection == modbus.connectionCount }

  /// Whether the last command has just run out of time, on the connection that is open still.
  private var isUnfinished: Bool {
    guard let unfinished, modbus.isConnected else { return false }
    return unfinished.connection == modbus.connectionCount && unfinished.age <= 1
  }

  /// What takes control; after a reconnection the charger may have restarted.
  private var takingControl: [QuasarWrite] {
    settings.control == .keep
      ? [.takeControl, QuasarWrite(.idleTimeout, settings.failsafe), .setPointIsCurrent] : [.takeControl]
  }

  private var handingBack: [QuasarWrite] { settings.control == .keep ? [] : [.release] }

  /// Sends one write of a command; what some firmware lacks is left out there.
  private func send(_ write: QuasarWrite, by deadline: ExchangeDeadline) throws(DeviceError) {
    switch write.register {
    case .idleTimeout: try arm(write, by: deadline)
    case .setPointType:
      let typed: Void? = try optional { () throws(DeviceError) in try self.write(write, by: deadline) }
      if typed == nil { tell("the charger's set-point has no type: it is taken to be a current") }
    default: try self.write(write, by: deadline)
    }
  }

  /// Sets the charger's own time-out, without which no power is to flow.
  ///
  /// Only firmware that can neither write nor read the register does without; a mere refusal is a failure.
  private func arm(_ write: QuasarWrite, by deadline: ExchangeDeadline) throws(DeviceError) {
    hasFailsafe = true
    do throws(DeviceError) {
      try self.write(write, by: deadline)
      runningTimeout = settings.failsafe
    } catch {
      guard case .refused = error, try timeout(by: deadline) == nil else { throw error }
      hasFailsafe = false
      runningTimeout = nil
      tell("the charger has no Modbus time-out: it will not stop by itself when this program does")
    }
  }

  /// Tells what the firmware lacks, once.
  private func tell(_ text: String) { if notices.insert(text).inserted { notice(text) } }

  private func timeout(by deadline: ExchangeDeadline) throws(DeviceError) -> UInt16? {
    try optional { () throws(DeviceError) in try read(.idleTimeout, by: deadline) }?.first
  }

  /// Whether the program has the control that it means to keep; where the user took it back, or the charger has
  /// restarted, the next command takes it anew.
  ///
  /// The time-out tells it, which ends when control returns to the user. It need not be the one that was written:
  /// a charger may know only some.
  private func hasControl(by deadline: ExchangeDeadline) throws(DeviceError) -> Bool {
    guard settings.control == .keep else { return true }
    guard isConnectionControlled else { return false }
    let value = try read(hasFailsafe ? .idleTimeout : .control, by: deadline)[0]
    let isKept = value != 0 && (!hasFailsafe || value == armedTimeout ?? value)
    if !isKept { controlledConnection = nil }
    if hasFailsafe { runningTimeout = value == 0 ? nil : value }
    if isKept, hasFailsafe, armedTimeout == nil {
      armedTimeout = value
      if value != settings.failsafe {
        tell("the charger's time-out is \(value) s where \(settings.failsafe) s were asked for")
      }
    }
    return isKept
  }

  /// Asks for the time-out that an earlier run has left behind, once a connection: power that it began may be refused an
  /// end.
  private func learnTimeout(by deadline: ExchangeDeadline) throws(DeviceError) {
    guard settings.control == .keep, !isConnectionControlled, runningTimeout == nil,
      askedConnection != modbus.connectionCount
    else { return }
    runningTimeout = try timeout(by: deadline).flatMap { $0 == 0 ? nil : $0 }
    askedConnection = modbus.connectionCount
  }

  /// What the charger says is wrong with it; nothing where it does not say.
  private func errors(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt16] {
    try optional { () throws(DeviceError) in try read(.errors, count: 4, by: deadline) } ?? []
  }

  private func read(
    _ register: QuasarRegister, count: UInt16 = 1, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> [UInt16] {
    try modbus.read(register.rawValue, count: count, by: deadline)
  }

  private func write(_ write: QuasarWrite, by deadline: ExchangeDeadline) throws(DeviceError) {
    try modbus.write(write.value, to: write.register.rawValue, by: deadline)
  }

  /// The result of an exchange that the charger may refuse, nil where it does.
  private func optional<Result>(
    _ exchange: () throws(DeviceError) -> Result
  ) throws(DeviceError) -> Result? {
    do {
      return try exchange()
    } catch .refused {
      return nil
    } catch {
      throw error
    }
  }
}
