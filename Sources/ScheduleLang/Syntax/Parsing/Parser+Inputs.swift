// Switches, numbers and times that an owner sets while the program runs.
extension Parser {
  /// `input NAME = on`, `= 80% in 50%..100%` or `= 07:00`, behind its keyword.
  mutating func parseInput() throws(SyntaxError) -> LetSyntax {
    let name = try requireNewName("input")
    do {
      try require(.equals)
      let value = try parseInputValue()
      try endStatement()
      return LetSyntax(name: name, value: .input(value))
    } catch {
      // The name is declared all the same, lest every use of it be reported.
      skipStatement()
      return LetSyntax(name: name, value: .invalid)
    }
  }

  private mutating func parseInputValue() throws(SyntaxError) -> InputSyntax {
    if current.isTime {
      let minute = try parseTime(asEnd: true)
      guard take(.in) else { return .time(minute, within: nil) }
      let from = try parseTime(asEnd: true)
      if current.kind == .minus {
        report(.hyphenInRange(at: advance().range))
      } else {
        try require(.dots)
      }
      return .time(minute, within: (from, try parseTime(asEnd: true)))
    }
    if current.isQuantity || current.kind == .minus {
      let value = try parseQuantity("a value")
      guard current.kind == .keyword(.in) else { throw fail(.inputWithoutRange(value.text, at: value.range)) }
      advance()
      let low = try parseQuantity("the least value")
      guard takeDots() else { throw unexpected() }
      return .quantity(value, low: low, high: try parseQuantity("the greatest value"))
    }
    expect("a quantity")
    expect("a time of day")
    return .toggle(try parseSwitch())
  }

  /// `on` or `off`.
  mutating func parseSwitch() throws(SyntaxError) -> Bool {
    if take(.on) { return true }
    if takeWord("off") { return false }
    if current.isWord,
      let isOn = ["true": true, "yes": true, "false": false, "no": false][word(of: current).key]
    {
      report(
        .foreignWord(
          source.text(current.range), meant: isOn ? "on" : "off", as: "what a switch is", at: current.range))
      advance()
      return isOn
    }
    expect("`on`")
    expect("`off`")
    throw unexpected()
  }

  /// Whether a name stands here that is a condition by itself.
  var atNamedCondition: Bool {
    guard current.kind == .name else { return false }
    switch peek().kind {
    case .colon, .comma, .rightParenthesis, .leftBrace, .newline, .end, .keyword(.and), .keyword(.or),
      .keyword(.for):
      return true
    default: return false
    }
  }

  /// Whether a name stands here for which a row of a test gives a value, and which no reading is meant by.
  var atGivenInput: Bool {
    guard current.kind == .name, wordyReadingHere == nil else { return false }
    let next = peek()
    if next.kind == .keyword(.on) || next.isWord && word(of: next).key == "off" || next.isTime { return true }
    guard next.isQuantity || next.kind == .minus else { return false }
    return declaredInputs.contains(word(of: current).key) || !isLikeReading
  }

  /// What a row of a test gives for the input whose name stands here.
  mutating func parseGivenInput() throws(SyntaxError) -> (name: Word, value: GivenInputSyntax) {
    let name = word(of: advance())
    if current.isTime { return (name, .time(try parseTime(asEnd: true))) }
    if current.isQuantity || current.kind == .minus { return (name, .quantity(try parseQuantity("a value"))) }
    return (name, .toggle(try parseSwitch()))
  }

  /// A time of day, or a name that stands for one.
  mutating func parseNamedTime(asEnd: Bool, isClear: Bool = false) throws(SyntaxError) -> TimeSyntax {
    guard current.kind == .name, BareHour.names[word(of: current).key] == nil else {
      return .literal(try parseTime(asEnd: asEnd, isClear: isClear))
    }
    return .name(word(of: advance()))
  }
}

extension Diagnostic {
  static func inputWithoutRange(_ value: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "an input says to what it may be set, as in `\(value) in 50%..100%`", at: range,
      notes: ["`--check` and `prove` go through all of it."])
  }
}
