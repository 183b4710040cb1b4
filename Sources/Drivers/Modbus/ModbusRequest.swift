/// What a client asks of a Modbus device.
enum ModbusRequest: Hashable {
  /// Function 3: `count` (1...125) holding registers from `address` on.
  case readHolding(address: UInt16, count: UInt16)
  /// Function 4: `count` (1...125) input registers from `address` on.
  case readInput(address: UInt16, count: UInt16)
  /// Function 6: one holding register.
  case writeSingle(address: UInt16, value: UInt16)
  /// Function 16: 1...123 holding registers from `address` on.
  case writeMultiple(address: UInt16, values: [UInt16])

  /// The function code.
  var function: UInt8 {
    switch self {
    case .readHolding: 3
    case .readInput: 4
    case .writeSingle: 6
    case .writeMultiple: 16
    }
  }

  /// The function code and its data.
  var body: [UInt8] {
    switch self {
    case .readHolding(let first, let second), .readInput(let first, let second),
      .writeSingle(let first, let second):
      [function] + first.bigEndianBytes + second.bigEndianBytes
    case .writeMultiple(let address, let values):
      [function] + address.bigEndianBytes + UInt16(truncatingIfNeeded: values.count).bigEndianBytes
        + [UInt8(truncatingIfNeeded: 2 * values.count)] + values.flatMap(\.bigEndianBytes)
    }
  }

  /// The registers that a reply's body holds; those of a write are the one that was written.
  ///
  /// Throws `exception` where the device refuses, `otherValue` where it took another value than it was given, `violation`
  /// for a body that answers something else.
  func registers(in reply: [UInt8]) throws(ModbusError) -> [UInt16] {
    guard let code = reply.first else { throw .violation("an empty reply") }
    if code == function | 0x80 {
      guard reply.count == 2 else { throw .violation("an exception of \(reply.count) bytes") }
      throw .exception(reply[1])
    }
    guard code == function else { throw .violation("function \(code) answers function \(function)") }
    switch self {
    case .readHolding(_, let count), .readInput(_, let count):
      guard reply.count == 2 + 2 * Int(count), Int(reply[1]) == 2 * Int(count) else {
        throw .violation("\(reply.count) bytes answer a read of \(count) registers")
      }
      return stride(from: 2, to: reply.count, by: 2).map { UInt16(reply[$0]) << 8 | UInt16(reply[$0 + 1]) }
    case .writeSingle(_, let value):
      guard reply.count == body.count, reply.prefix(3) == body.prefix(3) else {
        throw .violation("the reply to a write does not repeat it")
      }
      let taken = UInt16(reply[3]) << 8 | UInt16(reply[4])
      guard taken == value else { throw .otherValue(taken, wanted: value) }
      return [value]
    case .writeMultiple(_, let values):
      // It repeats where, and how many.
      guard reply.count == 5, reply.elementsEqual(body.prefix(5)) else {
        throw .violation("the reply to a write does not repeat it")
      }
      return values
    }
  }
}

extension UInt16 {
  /// The two bytes, the high one first.
  var bigEndianBytes: [UInt8] { [UInt8(self >> 8), UInt8(truncatingIfNeeded: self)] }
}
