/// One Modbus frame: what pairs it with its request, the unit, and the function code with its data.
struct ModbusFrame: Hashable {
  /// Pairs a reply with its request, over TCP; nil on a serial line, where replies come in turn.
  var transaction: UInt16?
  /// The device behind the address.
  var unit: UInt8
  /// The function code and its data, 1...253 bytes.
  var body: [UInt8]

  /// The frame on the wire: with a transaction as the MBAP header has it (transaction, protocol 0, length of what follows,
  /// unit, body), without one as on a serial line (unit, body, CRC).
  var bytes: [UInt8] {
    guard let transaction else {
      let content = [unit] + body
      return content + ModbusFrame.checksum(of: content)
    }
    let length = UInt16(truncatingIfNeeded: body.count + 1)
    return transaction.bigEndianBytes + [0, 0] + length.bigEndianBytes + [unit] + body
  }

  /// The two bytes of CRC-16 that end a serial frame, the low one first (MODBUS over serial line 1.02, section 6.2.2).
  static func checksum(of bytes: some Sequence<UInt8>) -> [UInt8] {
    var crc: UInt16 = 0xFFFF
    for byte in bytes {
      crc ^= UInt16(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xA001 : crc >> 1 }
    }
    return [UInt8(truncatingIfNeeded: crc), UInt8(crc >> 8)]
  }
}
