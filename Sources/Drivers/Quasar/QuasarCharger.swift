import Runtime
import ScheduleLang

/// A Wallbox Quasar (1), over Modbus TCP.
public final class QuasarCharger: Charger {
  /// The port that the charger listens on.
  public static let defaultPort: UInt16 = 502
  /// The largest set-point either way (evse-controller).
  static let currentRange = -32...32

  private let modbus: ModbusClient
  private let settings: QuasarSettings
  private let notice: (String) -> Void
  private var socFilter = SoCFilter()
  /// The number of the connection over which control was taken; nil while the user has it.
  private var controlledConnection: Int?
  /// Whether the charger has a time-out of its own.
  private var hasFailsafe = true

  /// Creates the charger at `endpoint`; `notice` is told, in one line, what its firmware lacks.
  public init(
    endpoint: Endpoint, settings: QuasarSettings = QuasarSettings(),
    connector: any Connector = TCPConnector(), notice: @escaping (String) -> Void = { _ in }
  ) {
    modbus = ModbusClient(endpoint: endpoint, unit: settings.unit, connector: connector)
    self.settings = settings
    self.notice = notice
  }

  public func status(by deadline: ExchangeDeadline) throws(DeviceError) -> ChargerStatus {
    let block = try read(.state, count: 2, by: deadline)
    let power = try read(.power, by: deadline)
    guard let state = QuasarState(rawValue: block[0]) else {
      return ChargerStatus(
        state: .unavailable("state \(block[0]), which is not documented"), pluggedIn: nil, soc: nil,
        power: nil)
    }
    let setPoint = try read(.current, by: deadline)
    let isControlled = try hasControl(by: deadline)
    let errors =
      state == .error
      ? try optional { () throws(DeviceError) in
        try read(.errors, count: 4, by: deadline)
      } : nil
    if state.isPluggedIn == false { socFilter.reset() }
    return ChargerStatus(
      state: state.chargerState(errors: errors ?? []), pluggedIn: state.isPluggedIn,
      soc: state.isPluggedIn == true ? socFilter.read(block[1], by: deadline) : nil,
      power: Watts(Double(Int16(bitPattern: power[0]))),
      setPoint: Amperes(Int(Int16(bitPattern: setPoint[0]))), isControlled: isControlled)
  }

  public func start(at current: Amperes, by deadline: ExchangeDeadline) throws(DeviceError) {
    guard current != .zero, QuasarCharger.currentRange.contains(current.value),
      let setPoint = Int16(exactly: current.value)
    else { throw .refused("a current of \(current.value) A is not within ±1...32 A") }
    try command(by: deadline) { () throws(DeviceError) in
      try write(UInt16(bitPattern: setPoint), to: .current, by: deadline)
      try write(QuasarAction.start.rawValue, to: .action, by: deadline)
    }
  }

  public func stop(by deadline: ExchangeDeadline) throws(DeviceError) {
    // On a new connection the program most likely has control still: a stop that comes through at once is worth
    // more than an orderly one that comes too late.
    if settings.control == .keep, !isConnectionControlled {
      _ = try optional { () throws(DeviceError) in
        try write(QuasarAction.stop.rawValue, to: .action, by: deadline)
      }
    }
    try command(by: deadline) { () throws(DeviceError) in
      try write(QuasarAction.stop.rawValue, to: .action, by: deadline)
      // The set-point that is left behind is what the charger would use when a car is plugged in.
      try write(0, to: .current, by: deadline)
    }
  }

  public func release(by deadline: ExchangeDeadline) throws(DeviceError) {
    controlledConnection = nil
    // The charger sets its idle time-out to 0 by itself then.
    try write(0, to: .control, by: deadline)
  }
}

extension QuasarCharger {
  /// Has control, sends the writes of a command, and hands control back where the settings say so.
  private func command(
    by deadline: ExchangeDeadline, _ writes: () throws(DeviceError) -> Void
  ) throws(DeviceError) {
    do {
      try takeControl(by: deadline)
      try writes()
    } catch {
      // A refusal may mean that the user has control again: the next command takes it anew.
      controlledConnection = nil
      throw error
    }
    if settings.control == .handBack { try release(by: deadline) }
  }

  private var isConnectionControlled: Bool { controlledConnection == modbus.connectionCount }

  /// Takes control where the program does not have it; after a reconnection the charger may have restarted.
  private func takeControl(by deadline: ExchangeDeadline) throws(DeviceError) {
    if isConnectionControlled { return }
    try write(1, to: .control, by: deadline)
    if settings.control == .keep {
      try arm(by: deadline)
      let typed: Void? = try optional { () throws(DeviceError) in
        try write(0, to: .setPointType, by: deadline)
      }
      if typed == nil { notice("the charger's set-point has no type: it is taken to be a current") }
    }
    controlledConnection = modbus.connectionCount
  }

  /// Sets the charger's own time-out, without which no power is to flow.
  ///
  /// Only firmware that can neither write nor read the register does without; a mere refusal is a failure.
  private func arm(by deadline: ExchangeDeadline) throws(DeviceError) {
    hasFailsafe = true
    do throws(DeviceError) {
      try write(settings.failsafe, to: .idleTimeout, by: deadline)
    } catch {
      guard case .refused = error, try timeout(by: deadline) == nil else { throw error }
      hasFailsafe = false
      notice("the charger has no Modbus time-out: it will not stop by itself when this program does")
    }
  }

  private func timeout(by deadline: ExchangeDeadline) throws(DeviceError) -> UInt16? {
    try optional { () throws(DeviceError) in try read(.idleTimeout, by: deadline) }?.first
  }

  /// Whether the program has the control that it means to keep; where the user took it back, or the charger has
  /// restarted, the next command takes it anew.
  ///
  /// The time-out tells it, which ends when control returns to the user.
  private func hasControl(by deadline: ExchangeDeadline) throws(DeviceError) -> Bool {
    guard settings.control == .keep else { return true }
    guard isConnectionControlled else { return false }
    let isKept =
      hasFailsafe
      ? try read(.idleTimeout, by: deadline)[0] == settings.failsafe
      : try read(.control, by: deadline)[0] != 0
    if !isKept { controlledConnection = nil }
    return isKept
  }

  private func read(
    _ register: QuasarRegister, count: UInt16 = 1, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> [UInt16] {
    try modbus.read(register.rawValue, count: count, by: deadline)
  }

  private func write(
    _ value: UInt16, to register: QuasarRegister, by deadline: ExchangeDeadline
  ) throws(DeviceError) {
    try modbus.write(value, to: register.rawValue, by: deadline)
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
