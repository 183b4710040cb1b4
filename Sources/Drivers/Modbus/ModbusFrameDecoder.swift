/// Cuts a stream of bytes into Modbus TCP frames, however the network has split or joined them.
struct ModbusFrameDecoder {
  /// Bytes that no frame has used yet.
  private var pending: [UInt8] = []

  /// Whether no frame has begun.
  var isEmpty: Bool { pending.isEmpty }

  /// Adds bytes that arrived.
  mutating func append(_ bytes: [UInt8]) { pending += bytes }

  /// Takes the next whole frame, or answers nil until more bytes have arrived.
  ///
  /// Throws `violation` for a header that is no Modbus; where the next frame starts is unknown from then on.
  mutating func next() throws(ModbusError) -> ModbusFrame? {
    guard pending.count >= 7 else { return nil }
    guard pending[2] == 0, pending[3] == 0 else { throw .violation("the header is not Modbus") }
    let length = Int(pending[4]) << 8 | Int(pending[5])
    // Unit and function code at least; at most the 253 bytes of a body (MODBUS Messaging on TCP/IP 1.0b).
    guard (2...254).contains(length) else { throw .violation("a frame of \(length) bytes") }
    guard pending.count >= 6 + length else { return nil }
    let frame = ModbusFrame(
      transaction: UInt16(pending[0]) << 8 | UInt16(pending[1]), unit: pending[6],
      body: Array(pending[7..<(6 + length)]))
    pending.removeFirst(6 + length)
    return frame
  }
}
