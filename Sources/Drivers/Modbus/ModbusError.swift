import Platform

/// Why a Modbus reply has no registers.
enum ModbusError: Error, Hashable {
  /// The device refused, with the exception code of the standard.
  case exception(UInt8)
  /// The device says that it took another value than the one that was written.
  case otherValue(UInt16, wanted: UInt16)
  /// The device refused in its own words.
  case declined(String)
  /// The bytes are no Modbus, or answer something else.
  case violation(String)

  /// The error as a caller of a device sees it.
  var deviceError: DeviceError {
    switch self {
    case .exception(let code):
      .refused("Modbus exception \(code) (\(ModbusError.meaning(ofException: code)))")
    case .otherValue(let taken, let wanted): .refused("it took \(taken) where \(wanted) was written")
    case .declined(let reason): .refused(reason)
    case .violation(let message): .protocolViolation(message)
    }
  }

  /// The standard's name of an exception (Modbus Application Protocol 1.1b3, section 7).
  static func meaning(ofException code: UInt8) -> String {
    switch code {
    case 1: "illegal function"
    case 2: "illegal data address"
    case 3: "illegal data value"
    case 4: "server device failure"
    case 5: "acknowledge"
    case 6: "server device busy"
    case 8: "memory parity error"
    case 10: "gateway path unavailable"
    case 11: "gateway target failed to respond"
    default: "unknown"
    }
  }
}
