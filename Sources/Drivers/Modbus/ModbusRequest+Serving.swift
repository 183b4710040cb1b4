// The other side of an exchange.
extension ModbusRequest {
  /// Reads what a client asks, from the function code on; throws what it is answered where that is nothing to ask.
  init(body: [UInt8]) throws(ModbusError) {
    func word(_ index: Int) -> UInt16 { UInt16(body[index]) << 8 | UInt16(body[index + 1]) }
    guard let function = body.first, [3, 4, 6, 16].contains(function) else { throw .exception(1) }
    guard body.count >= 5 else { throw .exception(3) }
    switch function {
    case 3 where body.count == 5: self = .readHolding(address: word(1), count: word(3))
    case 4 where body.count == 5: self = .readInput(address: word(1), count: word(3))
    case 6 where body.count == 5: self = .writeSingle(address: word(1), value: word(3))
    case 16 where body.count > 6:
      let count = Int(word(3))
      guard (1...123).contains(count), Int(body[5]) == 2 * count, body.count == 6 + 2 * count else {
        throw .exception(3)
      }
      self = .writeMultiple(address: word(1), values: (0..<count).map { word(6 + 2 * $0) })
    default: throw .exception(3)
    }
  }

  /// The body of the reply that has these registers.
  func reply(_ registers: [UInt16]) -> [UInt8] {
    switch self {
    case .readHolding, .readInput:
      [function, UInt8(truncatingIfNeeded: 2 * registers.count)] + registers.flatMap(\.bigEndianBytes)
    case .writeSingle: body
    case .writeMultiple: Array(body.prefix(5))
    }
  }
}
