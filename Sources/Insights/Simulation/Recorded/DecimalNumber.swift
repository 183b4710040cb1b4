extension Double {
  /// Reads what `Double(_: String)` reads, faster where it is a short decimal number; nil where the bytes are none.
  init?(decimal bytes: ArraySlice<UInt8>) {
    var (digits, count, point) = (0, 0, -1)
    let isNegative = bytes.first == UInt8(ascii: "-")
    for byte in isNegative ? bytes.dropFirst() : bytes {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9") where count < 15:
        digits = digits * 10 + Int(byte - UInt8(ascii: "0"))
        count += 1
      case UInt8(ascii: ".") where point < 0 && count > 0: point = count
      default:
        self.init(String(decoding: bytes, as: UTF8.self))
        return
      }
    }
    guard count > 0 else { return nil }
    // Both are exact as they stand, so that their quotient is rounded once, as it must be.
    let magnitude = Double(digits) / Double.powersOfTen[point < 0 ? 0 : count - point]
    self = isNegative ? -magnitude : magnitude
  }

  private static let powersOfTen: [Double] = (0...15).map { power in
    (0..<power).reduce(1.0) { value, _ in value * 10 }
  }
}
