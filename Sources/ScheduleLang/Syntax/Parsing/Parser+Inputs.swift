// Switches that an owner sets while the program runs.
extension Parser {
  /// `input NAME = on` or `off`, behind its keyword.
  mutating func parseInput() throws(SyntaxError) -> LetSyntax {
    let name = try requireNewName("switch")
    do {
      try require(.equals)
      let isOn = try parseSwitch()
      try endStatement()
      return LetSyntax(name: name, value: .input(isOn: isOn))
    } catch {
      // The name is declared all the same, lest every use of it be reported.
      skipStatement()
      return LetSyntax(name: name, value: .invalid)
    }
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

  /// Whether a name stands here that a row of a test sets to `on` or `off`.
  var atGivenSwitch: Bool {
    current.kind == .name && (peek().kind == .keyword(.on) || peek().isWord && word(of: peek()).key == "off")
  }
}
