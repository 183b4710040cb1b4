// Operators, and what stands for them elsewhere.
extension Lexer {
  mutating func symbol() {
    let start = offset
    let pair = text(start, min(start + 2, bytes.count))
    if foreignComment(startingWith: pair) { return }
    if let meaning = Self.foreignPairs[pair] {
      offset += 2
      report(.foreignOperator(pair, at: range(start, offset)))
      return add(meaning, from: start)
    }
    if let kind = Self.pairs[pair] {
      offset += 2
      return add(kind, from: start)
    }
    if let kind = Self.symbols[bytes[offset]] {
      offset += 1
      return add(kind, from: start)
    }
    if path() || percentSign() || times() { return }
    let character = scalar(at: start)
    if Self.openingQuotes.contains(character), foreignString(openedBy: character) { return }
    if priceWithSign(from: start, sign: character) { return }
    offset += character.utf8.count
    guard let meaning = Self.lookalikes[character] else { return invalidRun(from: start) }
    report(.foreignOperator(character, at: range(start, offset)))
    add(meaning, from: start)
  }

  /// Moves past a comment as other languages write it; the `//` of an address behind its `:` is none.
  private mutating func foreignComment(startingWith pair: String) -> Bool {
    guard pair == "/*" || pair == "//" && (offset == 0 || bytes[offset - 1] != UInt8(ascii: ":")) else {
      return false
    }
    let start = offset
    if pair == "//" {
      while peek() == UInt8(ascii: "/") { offset += 1 }
      report(.foreignComment(pair, at: range(start, offset)))
      while let byte = peek(), !byte.isLineBreak { offset += 1 }
    } else {
      report(.foreignComment(pair, at: range(start, start + 2)))
      offset += 2
      while offset < bytes.count, peek() != UInt8(ascii: "*") || peek(1) != UInt8(ascii: "/") { offset += 1 }
      offset = min(offset + 2, bytes.count)
    }
    return true
  }

  /// Characters that start nothing, up to the next that could: one mistake, however long.
  private mutating func invalidRun(from start: Int) {
    while let byte = peek(), byte > 0x20 || byte < 0x09, !byte.isNamePart, byte != UInt8(ascii: "\""),
      byte != UInt8(ascii: "#"), Self.symbols[byte] == nil, Self.lookalikes[scalar(at: offset)] == nil
    {
      offset += scalar(at: offset).utf8.count
    }
    let found = text(start, offset)
    // What other languages end a statement with says nothing here, and stands in the way of nothing.
    if found == "/", let last = tokens.last?.kind, [.keyword(.s2v), .keyword(.v2h)].contains(last) {
      report(.slashBetweenActions(at: range(start, offset)))
      return add(.plus, from: start)
    }
    if found == "@", peek().map({ $0.isDigit || $0 == 0x20 }) == true {
      report(.atSign(at: range(start, offset)))
      return add(.keyword(.at), from: start)
    }
    if found == ";" {
      let rest = bytes[offset...].prefix { !$0.isLineBreak }.drop { $0 == 0x20 || $0 == 0x09 }
      let endsLine = rest.isEmpty || rest.first == UInt8(ascii: "#") || rest.first == UInt8(ascii: "}")
      report(.semicolon(at: range(start, offset), endsLine: endsLine))
      return endsLine ? () : add(.newline, from: start)
    }
    report(.invalidCharacters(found, at: range(start, offset)))
    add(.invalid, from: start)
  }

  /// Moves past a text between quotes that are not the plain ones; false where nothing closes it.
  private mutating func foreignString(openedBy quote: String) -> Bool {
    let start = offset
    var end = start + quote.utf8.count
    while end < bytes.count, !bytes[end].isLineBreak, bytes[end] != UInt8(ascii: "\"") {
      let character = scalar(at: end)
      if Self.closingQuotes.contains(character) {
        let inner = text(start + quote.utf8.count, end)
        offset = end + character.utf8.count
        report(.foreignQuotes(around: inner, at: range(start, offset)))
        add(.string, from: start)
        return true
      }
      end += character.utf8.count
    }
    return false
  }

  private static let symbols: [UInt8: Token.Kind] = [
    UInt8(ascii: ","): .comma, UInt8(ascii: ":"): .colon, UInt8(ascii: "="): .equals,
    UInt8(ascii: "+"): .plus, UInt8(ascii: "-"): .minus, UInt8(ascii: "<"): .relation(.less),
    UInt8(ascii: ">"): .relation(.greater), UInt8(ascii: "("): .leftParenthesis,
    UInt8(ascii: ")"): .rightParenthesis, UInt8(ascii: "{"): .leftBrace, UInt8(ascii: "}"): .rightBrace,
  ]

  private static let pairs: [String: Token.Kind] = [
    "..": .dots, "<=": .relation(.lessOrEqual), ">=": .relation(.greaterOrEqual),
  ]

  /// Operators of other languages with what they most likely mean, so that parsing goes on without a second message.
  private static let foreignPairs: [String: Token.Kind] = [
    "==": .relation(.greaterOrEqual), "!=": .relation(.greaterOrEqual), "&&": .keyword(.and),
    "||": .keyword(.or), "=>": .relation(.greaterOrEqual), "=<": .relation(.lessOrEqual), "->": .colon,
  ]

  /// Characters that editors and habit put where a plain operator belongs, likewise.
  private static let lookalikes: [String: Token.Kind] = [
    "≤": .relation(.lessOrEqual), "≥": .relation(.greaterOrEqual), "≠": .relation(.greaterOrEqual),
    "–": .minus, "—": .minus, "−": .minus, "…": .dots, "!": .keyword(.not), "&": .keyword(.and),
    "|": .keyword(.or), "→": .colon,
  ]

  private static let openingQuotes: Set<String> = ["“", "”", "„", "«", "'", "‘"]
  private static let closingQuotes: Set<String> = ["“", "”", "»", "'", "’"]
}
