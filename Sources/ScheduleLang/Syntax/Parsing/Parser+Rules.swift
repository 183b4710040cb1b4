// Schedules: statements and rules.
extension Parser {
  /// A block of statements in braces.
  mutating func parseStatements() throws(SyntaxError) -> [StatementSyntax] {
    let open = try requireOpeningBrace()
    return try nested { parser throws(SyntaxError) in
      var statements: [StatementSyntax] = []
      try parser.block(openedBy: open) { parser throws(SyntaxError) in
        if let statement = try parser.parseStatement() { statements.append(statement) }
        try parser.endStatement()
      }
      return statements
    }
  }

  private mutating func parseStatement() throws(SyntaxError) -> StatementSyntax? {
    if !startsNamedAction {
      if let answer = answerToStatement() { throw fail(answer) }
      readElseIfAsMeant()
      readAsMeant(among: Parser.statementWords)
    }
    let start = current
    if take(.never) { return .never(try parseNever(from: start)) }
    if at(.reserve) || at(.hysteresis) { readClauseAsMeant() }
    if take(.reserve) { return try parseReserve(from: start) }
    if take(.hysteresis) { return .hysteresis(try parseQuantity("a percentage"), at: range(from: start)) }
    if take(.prove) { return .proof(try parseProof(from: start)) }
    if take(.otherwise) {
      return .rule(try parseBody(from: start, guards: [], otherwise: start.range))
    }
    if at(.during) || at(.on) || at(.when) {
      let guards = try parseGuards()
      return .rule(try parseBody(from: start, guards: guards, otherwise: nil))
    }
    if current.isActionStart || startsNamedAction { return .rule(try parseActionAlone(from: start)) }
    expect("an action")
    throw unexpected(amongWords: Parser.statementWords)
  }

  /// Whether a name stands here that can be that of an action, and not of a mistyped guard.
  private var startsNamedAction: Bool {
    guard current.kind == .name, !isForeignKeyword else { return false }
    switch peek().kind {
    case .newline, .end, .rightBrace, .keyword(.to), .keyword(.then), .keyword(.allow): return true
    default: return false
    }
  }

  private mutating func parseActionAlone(from start: Token) throws(SyntaxError) -> RuleSyntax {
    let action = try parseAction()
    let allowances = try parseAllowances()
    if startsGuard(current) || current.kind == .comma && startsGuard(peek()) {
      return try parseGuardsBehind(action)
    }
    if !action.kind.isName, action.target == nil {
      guard isAtEndOfStatement else { throw unexpectedBehindAction() }
      throw fail(.ruleWithoutEnd(at: action.range, file: file))
    }
    return RuleSyntax(
      guards: [], otherwise: nil, body: .action(action), allowances: allowances, range: range(from: start))
  }

  /// Reads the guards of `charge when soc < 30%`, and offers to put them where they belong.
  private mutating func parseGuardsBehind(_ action: ActionSyntax) throws(SyntaxError) -> RuleSyntax {
    report(.actionBeforeGuards(at: action.range))
    _ = take(.comma)
    let start = current
    let guards = try parseGuards()
    let whole = range(from: start)
    let rule = RuleSyntax(
      guards: guards, otherwise: nil, body: .action(action), allowances: [], range: action.range.union(whole))
    // Over several lines comments could be lost.
    if !source.text(rule.range).contains(where: \.isNewline) {
      let front = SourceRange(file: file, start: action.range.start, end: whole.start)
      let behind = SourceRange(file: file, start: whole.end, end: whole.end)
      offer(
        Diagnostic.Fix(
          title: "put the guards first",
          edits: [.init(front, ""), .init(behind, ": " + source.text(action.range))]), at: action.range)
    }
    return rule
  }

  private static let statementWords: [Keyword] = [
    .during, .on, .when, .otherwise, .never, .reserve, .hysteresis, .prove, .charge, .idle, .s2v, .v2h, .v2g,
    .optimise, .hand,
  ]

  private mutating func parseBody(
    from start: Token, guards: [GuardSyntax], otherwise: SourceRange?
  ) throws(SyntaxError) -> RuleSyntax {
    var allowances = try parseAllowances()
    if current.kind == .leftBrace || current.kind == .newline && peek().kind == .leftBrace {
      let head = range(from: start)
      let block = try parseStatements()
      note(allowances, before: range(from: start))
      return RuleSyntax(
        guards: guards, otherwise: otherwise, body: .block(block), allowances: [], range: head)
    }
    try parseColon(afterOtherwise: otherwise != nil)
    if current.kind == .leftBrace {
      report(.colonBeforeBlock(at: previous.range))
      let head = range(from: start)
      let block = try parseStatements()
      note(allowances, before: range(from: start))
      return RuleSyntax(
        guards: guards, otherwise: otherwise, body: .block(block), allowances: [], range: head)
    }
    let action = try parseAction()
    allowances += try parseAllowances()
    return RuleSyntax(
      guards: guards, otherwise: otherwise, body: .action(action), allowances: allowances,
      range: range(from: start))
  }

  /// Moves past the `:` before an action; one that is missing, or written as `then`, is reported and supplied.
  private mutating func parseColon(afterOtherwise: Bool) throws(SyntaxError) {
    if take(.colon) { return }
    _ = at(.leftBrace)
    if !afterOtherwise { _ = at(.comma) }
    if current.isActionStart || current.kind == .name && previous.kind == .keyword(.otherwise) {
      report(.missingColon(after: previous.range))
    } else if current.kind == .keyword(.then) || current.kind == .equals || source.text(current.range) == "=>"
    {
      // The arrow has been taken for a comparison.
      withdraw(at: current.range)
      let gap = SourceRange(file: file, start: previous.range.end, end: current.range.end)
      report(.foreignColon(source.text(current.range), at: current.range, gap: gap))
      advance()
      skipNewlines()
    } else if current.kind == .newline, peek().isActionStart {
      report(.missingColon(after: previous.range))
      advance()
    } else if current.kind == .newline || current.kind == .end || current.kind == .rightBrace {
      throw fail(.missingActionAfterGuards(at: previous.range))
    } else if !afterOtherwise, [.during, .on, .when].contains(where: { current.kind == .keyword($0) }) {
      throw fail(.missingComma(after: previous.range))
    } else {
      throw unexpected()
    }
  }

  /// Notes what stood before a block, which `whole` is with its head.
  mutating func note(_ allowances: [Allowance], before whole: SourceRange) {
    blockAllowances += allowances.map { BlockAllowance(allowance: $0, range: whole) }
  }

  mutating func parseAllowances() throws(SyntaxError) -> [Allowance] {
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
    while current.kind == .minus, current.range.start == previous.range.end, peek().continuesName,
      peek().range.start == current.range.end
    {
      advance()
      advance()
    }
    return written(from: start)
  }
}
