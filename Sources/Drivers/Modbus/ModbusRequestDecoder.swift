import ScheduleLang

/// Cuts what a client sends into frames; a stream that is no Modbus gives none, and is to be closed.
struct ModbusRequestDecoder {
  private let framing: ModbusAccess.Framing
  private var pending: [UInt8] = []

  init(framing: ModbusAccess.Framing) { self.framing = framing }

  /// Adds bytes that arrived.
  mutating func append(_ bytes: [UInt8]) { pending += bytes }

  /// Takes the next whole frame, or answers nil until more bytes have arrived; throws where none can follow.
  mutating func next() throws(ModbusError) -> ModbusFrame? {
    guard framing == .tcp else { return try nextFromLine() }
    guard pending.count >= 7 else { return nil }
    let length = Int(pending[4]) << 8 | Int(pending[5])
    guard pending[2] == 0, pending[3] == 0, (2...254).contains(length) else {
      throw .violation("the header is not Modbus")
    }
    guard pending.count >= 6 + length else { return nil }
    let frame = ModbusFrame(
      transaction: UInt16(pending[0]) << 8 | UInt16(pending[1]), unit: pending[6],
      body: Array(pending[7..<(6 + length)]))
    pending.removeFirst(6 + length)
    return frame
  }

  /// The next frame of a serial line: only its function tells how long it is.
  private mutating func nextFromLine() throws(ModbusError) -> ModbusFrame? {
    guard pending.count >= 7 else { return nil }
    let length =
      switch pending[1] {
      case 1...6: 6
      case 15, 16: 7 + Int(pending[6])
      default: 0
      }
    guard length > 0 else { throw .violation("a function whose length is not known") }
    guard pending.count >= length + 2 else { return nil }
    guard Array(pending[length..<(length + 2)]) == ModbusFrame.checksum(of: pending[..<length]) else {
      throw .violation("a frame with a wrong checksum")
    }
    let frame = ModbusFrame(transaction: nil, unit: pending[0], body: Array(pending[1..<length]))
    pending.removeFirst(length + 2)
    return frame
  }
}
