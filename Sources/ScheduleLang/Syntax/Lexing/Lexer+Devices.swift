// What only descriptions of devices are written with.
extension Lexer {
  /// A path into JSON, such as `.emeters[0].power`, `."1".SOC` or `.list[type = "net"].now`; false where none starts here.
  mutating func path() -> Bool {
    let start = offset
    guard peek() == UInt8(ascii: "."), peek(1).map(Self.startsStep) == true else { return false }
    while let byte = peek() {
      if byte == UInt8(ascii: "["), let end = endOfElement(from: offset + 1) {
        offset = end
      } else if byte == UInt8(ascii: "."), peek(1) == UInt8(ascii: "\""),
        let end = endOfText(UInt8(ascii: "\""), from: offset + 2)
      {
        offset = end
      } else if byte == UInt8(ascii: "."), peek(1).map(Self.startsStep) == true, peek(1) != UInt8(ascii: "\"")
      {
        offset += 1
      } else if byte.isNamePart, offset > start {
        offset += 1
      } else {
        break
      }
    }
    guard offset > start else { return false }
    add(.path, from: start)
    return true
  }

  private static func startsStep(_ byte: UInt8) -> Bool {
    byte.isNamePart && !byte.isDigit || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "\"")
  }

  /// Where an element ends, behind its `]`; one in a text closes nothing.
  private func endOfElement(from start: Int) -> Int? {
    var (end, isInText) = (start, false)
    while end < bytes.count, !bytes[end].isLineBreak {
      if bytes[end] == UInt8(ascii: "\"") { isInText.toggle() }
      if bytes[end] == UInt8(ascii: "]"), !isInText { return end + 1 }
      end += 1
    }
    return nil
  }

  /// Where a text ends that `closing` closes on the same line, behind it.
  private func endOfText(_ closing: UInt8, from start: Int) -> Int? {
    var end = start
    while end < bytes.count, !bytes[end].isLineBreak {
      if bytes[end] == closing { return end + 1 }
      end += 1
    }
    return nil
  }

  /// A `%` that is a unit on its own, as in `in %`; false elsewhere.
  mutating func percentSign() -> Bool {
    guard peek() == UInt8(ascii: "%"), tokens.last?.kind == .keyword(.in) else { return false }
    let start = offset
    offset += 1
    add(.name, from: start)
    return true
  }

  /// The `*` of `let base = connector * 100`; false elsewhere.
  mutating func times() -> Bool {
    guard peek() == UInt8(ascii: "*"), tokens.last?.kind == .name, tokens.count > 1,
      tokens[tokens.count - 2].kind == .equals
    else { return false }
    let start = offset
    offset += 1
    add(.times, from: start)
    return true
  }

  /// A number such as `0x0034`, as registers are written in; false where none starts here.
  mutating func hexadecimal() -> Bool {
    guard peek() == UInt8(ascii: "0"), peek(1).map({ $0 | 0x20 }) == UInt8(ascii: "x"),
      let first = peek(2), Self.hexDigit(first) != nil
    else { return false }
    let start = offset
    offset += 2
    var value = 0.0
    var count = 0
    while let byte = peek(), byte.isNamePart {
      guard let digit = Self.hexDigit(byte), count < 8 else {
        while let byte = peek(), byte.isNamePart { offset += 1 }
        report(.numberTooLarge(at: range(start, offset)))
        add(.invalid, from: start)
        return true
      }
      value = value * 16 + Double(digit)
      count += 1
      offset += 1
    }
    add(.quantity(Quantity(value, .none)), from: start)
    return true
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
