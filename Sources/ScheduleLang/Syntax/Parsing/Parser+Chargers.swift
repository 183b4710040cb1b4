// What only descriptions of chargers say.
extension Parser {
  /// Reads a statement of a charger; false where none starts here.
  mutating func parseChargerLine(
    into charger: inout ChargerSyntax, from start: Token
  ) throws(SyntaxError) -> Bool {
    let statement = word(of: current)
    switch statement.key {
    case "control" where current.isWord:
      advance()
      try require(.colon)
      try requireWord("take", "`take`")
      let take = try parseWrite()
      settingStarts.append(current.range.start)
      try requireWord("release", "`release`")
      charger.control = (take, try parseWrite(), statement)
    case "prepare" where current.isWord: charger.preparation.append(try parseWriteStatement())
    case "start" where current.isWord: charger.start.append(try parseWriteStatement())
    case "stop" where current.isWord: try parseStop(into: &charger)
    case "failsafe" where current.isWord: try parseFailsafe(statement, into: &charger, from: start)
    case "heartbeat" where current.isWord:
      charger.heartbeats.append(try parseHeartbeat(statement, from: start))
    case "charge" where current.isWord, "discharge" where current.isWord:
      charger.limits.append(try parseLimit(from: start))
    case "set" where current.isWord: charger.setPoints.append(try parseSetPoint(from: start))
    case "can" where current.isWord: try parseDischarge(into: &charger)
    case "restart" where current.isWord:
      advance()
      try require(.by)
      guard current.isWord else {
        expect("what restarts it")
        throw unexpected()
      }
      charger.restart = joinedName()
    default: return false
    }
    return true
  }

  mutating func requireWord(_ text: String, _ what: String) throws(SyntaxError) {
    guard takeWord(text) else { throw unexpected() }
  }

  // MARK: Writes

  /// `KEYWORD: write REGISTER = VALUE`.
  private mutating func parseWriteStatement() throws(SyntaxError) -> ChargerSyntax.Write {
    advance()
    try require(.colon)
    try requireWord("write", "`write`")
    return try parseWrite()
  }

  private mutating func parseWrite() throws(SyntaxError) -> ChargerSyntax.Write {
    let start = current
    let register = try parseRegister()
    var write = ChargerSyntax.Write(
      register: register, value: .literal(Quantity(0, .none), text: "0", at: start.range), place: start.range)
    // A request says by itself what is told.
    if register.place == nil {
      try require(.equals)
      write.value = try parseQuantity("what is written")
    }
    settingStarts.append(current.range.start)
    if takeWord("optional") { write.lack = try requireString("what it means where the charger lacks it") }
    write.place = range(from: start)
    return write
  }

  private mutating func parseStop(into charger: inout ChargerSyntax) throws(SyntaxError) {
    advance()
    try require(.colon)
    if takeWord("set") {
      let name = try requireWord("`current` or `power`")
      charger.stopBySetPoint = (name, try parseQuantity("a set-point such as `0W`"))
    } else {
      try requireWord("write", "`write`")
      charger.stop.append(try parseWrite())
    }
  }

  private mutating func parseSetPoint(from start: Token) throws(SyntaxError) -> ChargerSyntax.SetPoint {
    advance()
    let name = try requireWord("`current` or `power`")
    try require(.to)
    var value = DescriptionSyntax.Read(name: name, place: start.range)
    let place = current
    let register = try parseRegister()
    value.terms = [.init(source: .register(register), isSubtracted: false, place: range(from: place))]
    try parseReadClauses(of: &value)
    var forbidden: QuantitySyntax?
    settingStarts.append(current.range.start)
    if take(.never) { forbidden = try parseQuantity("what it must never be, such as `0W`") }
    let readBack = try parseReadBack()
    value.place = range(from: start)
    return ChargerSyntax.SetPoint(name: name, value: value, forbidden: forbidden, readBack: readBack)
  }

  // MARK: States and conditions

  /// `{ 1, 2: KIND … }`, what the codes of the state mean.
  mutating func parseMeanings() throws(SyntaxError) -> [ChargerSyntax.Meaning] {
    let open = try requireOpeningBrace()
    var meanings: [ChargerSyntax.Meaning] = []
    try block(openedBy: open) { parser throws(SyntaxError) in
      var codes = [try parser.parseCode()]
      while parser.current.kind == .comma {
        parser.advance()
        codes.append(try parser.parseCode())
      }
      try parser.require(.colon)
      var meaning = ChargerSyntax.Meaning(
        codes: codes, kind: try parser.requireWord("a state such as `charging`"))
      if parser.take(.or) { meaning.alternative = try parser.requireWord("`discharging`") }
      if parser.current.kind == .string { meaning.reason = parser.word(of: parser.advance()) }
      if parser.take(.plugged) {
        meaning.isPluggedIn = true
      } else if parser.take(.unplugged) {
        meaning.isPluggedIn = false
      }
      meanings.append(meaning)
      try parser.endStatement()
    }
    return meanings
  }

  private mutating func parseCode() throws(SyntaxError) -> ChargerSyntax.Code {
    if current.kind == .string { return .letters(word(of: advance())) }
    return .number(try parseQuantity("a code"))
  }

  private mutating func parseDischarge(into charger: inout ChargerSyntax) throws(SyntaxError) {
    advance()
    try require(.keyword(.discharge))
    try require(.keyword(.when))
    repeat {
      let name = try requireWord("what is compared, such as `type`")
      let test: ChargerSyntax.Test
      if take(.in) {
        try require(.leftParenthesis)
        var values = [try parseCode()]
        skipNewlines()
        while current.kind == .comma {
          advance()
          values.append(try parseCode())
          skipNewlines()
        }
        try require(.rightParenthesis)
        test = .among(values)
      } else if case .relation(let relation) = current.kind, relation == .less || relation == .greater {
        advance()
        let limit = try parseQuantity("a limit such as `0W`")
        test = relation == .less ? .below(limit) : .above(limit)
      } else {
        for text in ["`in`", "`<`", "`>`"] { expect(text) }
        throw unexpected()
      }
      charger.conditions.append(ChargerSyntax.Condition(name: name, test: test))
    } while take(.and)
  }
}
