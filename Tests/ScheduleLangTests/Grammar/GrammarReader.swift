struct GrammarError: Error {
  var message: String
}

/// Reads the notation of the XML specification, as far as `docs/grammar.ebnf` uses it.
struct GrammarReader {
  private var rest: [Character]
  private var position = 0
  private var choices = 0

  private init(_ text: String) { rest = Array(text) }

  static func read(_ text: String) throws -> Grammar {
    var reader = GrammarReader(text)
    var grammar = Grammar()
    reader.skipBlanks()
    while !reader.isAtEnd {
      let name = try reader.name()
      guard reader.take("::=") else { throw GrammarError(message: "no ::= behind \(name)") }
      guard grammar.rules[name] == nil else { throw GrammarError(message: "\(name) is defined twice") }
      grammar.rules[name] = try reader.choice()
      grammar.names.append(name)
    }
    return grammar
  }

  private var isAtEnd: Bool { position == rest.count }

  private func startsWith(_ text: String) -> Bool { rest[position...].starts(with: text) }

  private mutating func skipBlanks() {
    while !isAtEnd {
      if rest[position].isWhitespace {
        position += 1
      } else if startsWith("/*") {
        while !isAtEnd, !startsWith("*/") { position += 1 }
        position = min(rest.count, position + 2)
      } else {
        return
      }
    }
  }

  private mutating func take(_ text: String) -> Bool {
    guard startsWith(text) else { return false }
    position += text.count
    skipBlanks()
    return true
  }

  private mutating func name() throws -> String {
    let start = position
    while !isAtEnd, rest[position].isLetter || "-_".contains(rest[position]) { position += 1 }
    guard position > start else {
      throw GrammarError(message: "no name at \(String(rest[start...].prefix(20)))")
    }
    let name = String(rest[start..<position])
    skipBlanks()
    return name
  }

  private mutating func choice() throws -> Grammar.Expression {
    var parts = [try sequence()]
    while take("|") { parts.append(try sequence()) }
    guard parts.count > 1 else { return parts[0] }
    choices += 1
    return .choice(choices, parts)
  }

  private mutating func sequence() throws -> Grammar.Expression {
    var parts: [Grammar.Expression] = []
    while !isAtEnd, !startsWith("|"), !startsWith(")"), !startsRule { parts.append(try difference()) }
    guard !parts.isEmpty else { throw GrammarError(message: "nothing stands where a part is expected") }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  /// Whether a name and `::=` follow.
  private var startsRule: Bool {
    var ahead = self
    guard (try? ahead.name()) != nil else { return false }
    return ahead.startsWith("::=")
  }

  private mutating func difference() throws -> Grammar.Expression {
    let part = try repetition()
    return take("-") ? .except(part, try repetition()) : part
  }

  private mutating func repetition() throws -> Grammar.Expression {
    var part = try primary()
    while true {
      let minimum: Int
      let isBounded = startsWith("?")
      if take("?") || take("*") { minimum = 0 } else if take("+") { minimum = 1 } else { return part }
      choices += 1
      part = .repeated(choices, part, minimum: minimum, isBounded: isBounded)
    }
  }

  private mutating func primary() throws -> Grammar.Expression {
    if take("(") {
      let inner = try choice()
      guard take(")") else { throw GrammarError(message: "a ( is not closed") }
      return inner
    }
    if startsWith("\"") || startsWith("'") {
      let quote = rest[position]
      let end = rest[(position + 1)...].firstIndex(of: quote) ?? rest.count
      let text = String(rest[(position + 1)..<end])
      position = min(rest.count, end + 1)
      skipBlanks()
      return .text(text, ignoresCase: quote == "\"")
    }
    if startsWith("[") { return try set() }
    if startsWith("#x") {
      let scalar = try self.scalar()
      skipBlanks()
      return .set([scalar...scalar], isInverted: false)
    }
    return .rule(try name())
  }

  private mutating func set() throws -> Grammar.Expression {
    position += 1
    let isInverted = startsWith("^")
    if isInverted { position += 1 }
    var ranges: [ClosedRange<UInt32>] = []
    while !isAtEnd, rest[position] != "]" {
      let low = try scalar()
      guard startsWith("-") else {
        ranges.append(low...low)
        continue
      }
      position += 1
      let high = try scalar()
      guard low <= high else { throw GrammarError(message: "a range ends before it starts") }
      ranges.append(low...high)
    }
    guard take("]") else { throw GrammarError(message: "a [ is not closed") }
    return .set(ranges, isInverted: isInverted)
  }

  private mutating func scalar() throws -> UInt32 {
    if startsWith("#x") {
      position += 2
      let start = position
      while !isAtEnd, rest[position].isHexDigit { position += 1 }
      guard let value = UInt32(String(rest[start..<position]), radix: 16) else {
        throw GrammarError(message: "#x is not followed by a number")
      }
      return value
    }
    defer { position += 1 }
    guard !isAtEnd, let scalar = rest[position].unicodeScalars.first else {
      throw GrammarError(message: "a character is missing")
    }
    return scalar.value
  }
}
