/// One Modbus TCP frame: the MBAP header's parts, and the function code with its data.
struct ModbusFrame: Hashable {
  /// Pairs a reply with its request.
  var transaction: UInt16
  /// The device behind the address.
  var unit: UInt8
  /// The function code and its data, 1...253 bytes.
  var body: [UInt8]

  /// The frame on the wire: transaction, protocol 0, length of what follows, unit, body.
  var bytes: [UInt8] {
    let length = UInt16(truncatingIfNeeded: body.count + 1)
    return transaction.bigEndianBytes + [0, 0] + length.bigEndianBytes + [unit] + body
  }
}
