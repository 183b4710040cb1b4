import ScheduleLang

/// Cuts a stream of bytes into Modbus frames, however the network has split or joined them.
struct ModbusFrameDecoder {
  /// How the frames are delimited.
  let framing: ModbusAccess.Framing
  /// Bytes that no frame has used yet.
  private var pending: [UInt8] = []

  init(framing: ModbusAccess.Framing = .tcp) { self.framing = framing }

  /// Whether no frame has begun.
  var isEmpty: Bool { pending.isEmpty }

  /// Adds bytes that arrived.
  mutating func append(_ bytes: [UInt8]) { pending += bytes }

  /// Takes the next whole frame, or answers nil until more bytes have arrived.
  ///
  /// Throws `violation` for a header that is no Modbus, or a wrong checksum; where the next frame starts is unknown from
  /// then on.
  mutating func next() throws(ModbusError) -> ModbusFrame? {
    switch framing {
    case .tcp: try nextOverTCP()
    case .rtu: try nextFromLine()
    }
  }

  /// The next frame of a serial line: only its function tells how long it is.
  private mutating func nextFromLine() throws(ModbusError) -> ModbusFrame? {
    guard pending.count >= 3 else { return nil }
    let length: Int
    switch pending[1] {
    case let function where function & 0x80 != 0: length = 3
    case 1...4: length = 3 + Int(pending[2])
    case 5, 6, 15, 16: length = 6
    default: throw .violation("function \(pending[1]) was not asked for")
    }
    guard pending.count >= length + 2 else { return nil }
    guard Array(pending[length..<(length + 2)]) == ModbusFrame.checksum(of: pending[..<length]) else {
      throw .violation("a frame with a wrong checksum")
    }
    let frame = ModbusFrame(transaction: nil, unit: pending[0], body: Array(pending[1..<length]))
    pending.removeFirst(length + 2)
    return frame
  }

  private mutating func nextOverTCP() throws(ModbusError) -> ModbusFrame? {
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
