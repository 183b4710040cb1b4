// Schedules: rules, clauses and guards.
extension Parser {
  /// A block of statements in braces.
  mutating func parseStatements() throws(Recovery) -> [StatementSyntax] {
    let open = try require(.leftBrace)
    return try nested { parser throws(Recovery) in
      var statements: [StatementSyntax] = []
      try parser.block(openedBy: open) { parser throws(Recovery) in
        if let statement = try parser.parseStatement() { statements.append(statement) }
        try parser.endStatement()
      }
      return statements
    }
  }

  private mutating func parseStatement() throws(Recovery) -> StatementSyntax? {
    let start = current
    if take(.never) { return .never(try parseNever(from: start)) }
    if take(.reserve) { return .reserve(try parseQuantity("a percentage"), range(from: start)) }
    if take(.hysteresis) { return .hysteresis(try parseQuantity("a percentage"), range(from: start)) }
    if take(.prove) { return .proof(try parseProof(from: start)) }
    if take(.otherwise) {
      let otherwise = start.range
      return .rule(try parseBody(from: start, guards: [], otherwise: otherwise))
    }
    if at(.during) || at(.on) || at(.when) {
      let guards = try parseGuards()
      return .rule(try parseBody(from: start, guards: guards, otherwise: nil))
    }
    if current.isActionStart || current.kind == .name && !isForeignKeyword {
      let action = try parseAction()
      let allowances = try parseAllowances()
      if case .action = action.kind, action.target == nil {
        throw fail(.ruleWithoutEnd(at: action.range, file: file))
      }
      if case .name(let word) = action.kind, action.target == nil,
        current.kind == .colon || current.kind == .leftBrace
          || current.kind != .newline && current.kind != .rightBrace && current.kind != .end
      {
        throw fail(
          .unknownStatement(word.text, at: word.range, among: Parser.statementWords))
      }
      return .rule(
        RuleSyntax(
          guards: [], otherwise: nil, body: .action(action), allowances: allowances, range: range(from: start)
        ))
    }
    expect("an action")
    throw unexpected(amongWords: Parser.statementWords)
  }

  static let statementWords = [
    "during", "on", "when", "otherwise", "never", "reserve", "hysteresis", "prove", "charge", "idle", "S2V",
    "V2H", "V2G",
  ]

  private mutating func parseBody(
    from start: Token, guards: [GuardSyntax], otherwise: SourceRange?
  ) throws(Recovery) -> RuleSyntax {
    var allowances = try parseAllowances()
    if current.kind == .leftBrace {
      let head = range(from: start)
      let block = try parseStatements()
      return RuleSyntax(
        guards: guards, otherwise: otherwise, body: .block(block), allowances: allowances, range: head)
    }
    if !at(.colon) {
      _ = at(.leftBrace)
      if otherwise == nil { _ = at(.comma) }
      if current.isActionStart {
        report(.missingColon(after: previous.range))
      } else {
        throw unexpected(inGuards: true)
      }
    } else {
      let colon = advance()
      if current.kind == .leftBrace { throw fail(.colonBeforeBlock(at: colon.range)) }
    }
    let action = try parseAction()
    allowances += try parseAllowances()
    return RuleSyntax(
      guards: guards, otherwise: otherwise, body: .action(action), allowances: allowances,
      range: range(from: start))
  }

  private mutating func parseAllowances() throws(Recovery) -> [Allowance] {
    var allowances: [Allowance] = []
    while current.kind == .keyword(.allow) {
      let start = advance()
      guard current.isWord else {
        expect("the name of a warning")
        throw unexpected()
      }
      let name = joinedName()
      let reason = try requireString("the reason")
      allowances.append(Allowance(name: name.key, reason: reason.text, range: range(from: start)))
    }
    return allowances
  }

  /// Words joined by hyphens without blanks between them: `wallbox-quasar`.
  mutating func joinedName() -> Word {
    let start = advance()
    while current.kind == .minus, current.range.start == previous.range.end, peek().isWord,
      peek().range.start == current.range.end
    {
      advance()
      advance()
    }
    let whole = range(from: start)
    return Word(text: source.text(whole), range: whole)
  }

  private mutating func parseNever(from start: Token) throws(Recovery) -> NeverSyntax {
    let kind = try parseNeverKind()
    let guards = try parseFollowingGuards()
    return NeverSyntax(kind: kind, guards: guards, range: range(from: start))
  }

  private mutating func parseNeverKind() throws(Recovery) -> NeverSyntax.Kind {
    if take(.charge) { return .charge }
    if take(.discharge) { return .discharge }
    if take(.v2g) { return .export }
    if take(.over) { return .over(try parseQuantity("a current")) }
    throw unexpected(amongWords: ["charge", "discharge", "V2G", "over"])
  }

  mutating func parseProof(from start: Token) throws(Recovery) -> ProofSyntax {
    let claim: ProofSyntax.Claim = take(.never) ? .never(try parseNeverKind()) : .always(try parseAction())
    let guards = try parseFollowingGuards()
    return ProofSyntax(claim: claim, guards: guards, range: range(from: start))
  }

  /// Guards behind a comma, or none.
  private mutating func parseFollowingGuards() throws(Recovery) -> [GuardSyntax] {
    take(.comma) ? try parseGuards() : []
  }

  private mutating func parseGuards() throws(Recovery) -> [GuardSyntax] {
    var guards = [try parseGuard()]
    while take(.comma) { guards.append(try parseGuard()) }
    return guards
  }

  private mutating func parseGuard() throws(Recovery) -> GuardSyntax {
    let start = current
    if take(.during) { return GuardSyntax(kind: .during(try parseWindows()), range: range(from: start)) }
    if take(.on) {
      return GuardSyntax(kind: .on(try parseDays(continuesAfterAnyComma: false)), range: range(from: start))
    }
    if take(.when) {
      let condition = try parseCondition()
      let hold = take(.for) ? try parseQuantity("a duration") : nil
      return GuardSyntax(kind: .when(condition, hold: hold), range: range(from: start))
    }
    if previous.kind == .comma, current.kind == .name {
      throw fail(.nameInBareList(word(of: current).text, at: current.range))
    }
    throw unexpected(amongWords: ["during", "on", "when"])
  }
}

extension Token {
  /// Whether an action starts here.
  var isActionStart: Bool {
    if case .keyword(let keyword) = kind { return keyword.startsAction }
    return false
  }
}
