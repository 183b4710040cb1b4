/// One step of a command to a Quasar.
enum QuasarStep: Hashable {
  /// Writes a register.
  case write(QuasarWrite)
  /// Stops before control is taken, which the charger may refuse.
  case tryStop
  /// Reads back the charger's own time-out.
  case proveTimeout
  /// Goes on only where that time-out is armed, or need not be; asks nothing.
  case permitPower

  /// What the charger is asked for it.
  func request(_ settings: QuasarSettings) -> ModbusRequest? {
    switch self {
    case .write(let write): .writeSingle(address: write.register.rawValue, value: write.value)
    case .tryStop:
      .writeSingle(address: QuasarRegister.action.rawValue, value: QuasarWrite.stop.value)
    case .proveTimeout: .readHolding(address: QuasarRegister.failsafeTimeout.rawValue, count: 1)
    case .permitPower: nil
    }
  }

  /// The register that it writes; nil where it writes none.
  var register: QuasarRegister? {
    switch self {
    case .write(let write): write.register
    case .tryStop: .action
    case .proveTimeout, .permitPower: nil
    }
  }

  /// Whether it sets the charger's own time-out.
  var isTimeout: Bool { register == .failsafeTimeout }

  /// Whether it waits for nothing.
  var isUrgent: Bool { self == .tryStop || self == .write(.stop) }
}
