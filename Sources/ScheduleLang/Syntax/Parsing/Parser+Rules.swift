// Schedules: rules, clauses and guards.
extension Parser {
  /// A block of statements in braces.
  mutating func parseStatements() throws(Recovery) -> [StatementSyntax] {
    let open = try requireOpeningBrace()
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
    if !startsNamedAction {
      if let answer = answerToStatement() { throw fail(answer) }
      readElseIfAsMeant()
      readAsMeant(among: Parser.statementWords)
    }
    let start = current
    if take(.never) { return .never(try parseNever(from: start)) }
    if at(.reserve) || at(.hysteresis) { readClauseAsMeant() }
    if take(.reserve) { return .reserve(try parseQuantity("a percentage"), written(from: start)) }
    if take(.hysteresis) { return .hysteresis(try parseQuantity("a percentage"), range(from: start)) }
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

  private mutating func parseActionAlone(from start: Token) throws(Recovery) -> RuleSyntax {
    let action = try parseAction()
    let allowances = try parseAllowances()
    if startsGuard(current) || current.kind == .comma && startsGuard(peek()) {
      return try parseGuardsBehind(action)
    }
    if case .action = action.kind, action.target == nil {
      guard isAtEndOfStatement else { throw unexpectedBehindAction() }
      throw fail(.ruleWithoutEnd(at: action.range, file: file))
    }
    return RuleSyntax(
      guards: [], otherwise: nil, body: .action(action), allowances: allowances, range: range(from: start))
  }

  /// Reads the guards of `charge when soc < 30%`, and offers to put them where they belong.
  private mutating func parseGuardsBehind(_ action: ActionSyntax) throws(Recovery) -> RuleSyntax {
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

  /// Whether a guard starts with `token`, if only from habit.
  private func startsGuard(_ token: Token) -> Bool {
    let words: [Keyword] = [.during, .on, .when]
    if case .keyword(let keyword) = token.kind, words.contains(keyword) { return true }
    return keywordFromHabit(token).map(words.contains) ?? false
  }

  private static let statementWords: [Keyword] = [
    .during, .on, .when, .otherwise, .never, .reserve, .hysteresis, .prove, .charge, .idle, .s2v, .v2h, .v2g,
  ]

  private mutating func parseBody(
    from start: Token, guards: [GuardSyntax], otherwise: SourceRange?
  ) throws(Recovery) -> RuleSyntax {
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
  private mutating func parseColon(afterOtherwise: Bool) throws(Recovery) {
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

  mutating func parseAllowances() throws(Recovery) -> [Allowance] {
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

  private mutating func parseNever(from start: Token) throws(Recovery) -> NeverSyntax {
    let kind = try parseNeverKind()
    if startsGuard(current) {
      report(.missingComma(after: previous.range))
      return NeverSyntax(kind: kind, guards: try parseGuards(), clause: written(from: start))
    }
    if current.isWord {
      throw fail(.neverWithoutGuard(source.text(range(from: start)), kind: kind, at: current.range))
    }
    let guards = try parseFollowingGuards()
    return NeverSyntax(kind: kind, guards: guards, clause: written(from: start))
  }

  private mutating func parseNeverKind() throws(Recovery) -> NeverSyntax.Kind {
    try readForbiddenAsMeant()
    try readCapAsMeant()
    if take(.charge) { return .charge }
    if take(.discharge) { return .discharge }
    if take(.v2g) { return .export }
    if take(.over) { return .over(try parseQuantity("a current")) }
    throw unexpected(amongWords: [.charge, .discharge, .v2g, .over])
  }

  /// Reads the direction that people forbid from habit as what it most likely means.
  private mutating func readForbiddenAsMeant() throws(Recovery) {
    let text = source.text(current.range)
    switch text.lowercased() {
    case "export", "exporting", "sell":
      report(.forbiddenExport(text, at: current.range))
      readCurrent(as: .keyword(.v2g))
    case "import", "importing", "buy": throw fail(.forbiddenImport(text, at: current.range))
    default: readAsMeant(among: [.charge, .discharge, .v2g, .over])
    }
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
    while at(.comma) {
      if peek().isActionStart {
        report(.commaBeforeAction(at: current.range))
        readCurrent(as: .colon)
        break
      }
      advance()
      if let listed = guards.last, isNameOfBareList { throw failOnBareList(behind: listed) }
      guards.append(try parseGuard(behind: guards.last))
    }
    return guards
  }

  /// - Parameter predecessor: the guard before the comma that stands before this one.
  private mutating func parseGuard(behind predecessor: GuardSyntax? = nil) throws(Recovery) -> GuardSyntax {
    readAsMeant(among: [.during, .on, .when])
    let start = current
    if previous.kind == .comma, current.startsCondition {
      report(.missingWhen(before: current.range))
      return try parseWhen(from: start)
    }
    if take(.during) {
      let windows = try parseWindows()
      return GuardSyntax(
        kind: .during(windows), range: range(from: start),
        spelling: spelling(
          from: start, behind: predecessor, days: windows.items.count == 1 ? windows.items[0].days : nil,
          showsHours: windows.showsHours))
    }
    if take(.on) {
      let days = try parseDays(continuesAfterAnyComma: false)
      return GuardSyntax(
        kind: .on(days), range: range(from: start),
        spelling: spelling(from: start, behind: predecessor, days: nil, showsHours: false))
    }
    if take(.when) { return try parseWhen(from: start) }
    throw unexpected(amongWords: [.during, .on, .when])
  }

  /// How the guard is written whose keyword is `start`.
  private func spelling(
    from start: Token, behind predecessor: GuardSyntax?, days: DaysSyntax?, showsHours: Bool
  )
    -> GuardSpelling
  {
    let whole = range(from: start)
    let gap = predecessor.map { SourceRange(file: file, start: $0.range.end, end: start.range.start) }
    return GuardSpelling(
      items: source.text(SourceRange(file: file, start: start.range.end, end: whole.end)).trimmed,
      days: days.map { "on " + source.line($0.range) }, showsHours: showsHours,
      predecessor: gap.map { source.text($0).trimmed == "," } == true ? predecessor?.range : nil)
  }

  private mutating func parseWhen(from start: Token) throws(Recovery) -> GuardSyntax {
    let condition = try parseCondition()
    readDurationAsMeant()
    let hold = take(.for) ? try parseQuantity("a duration") : nil
    return GuardSyntax(kind: .when(condition, hold: hold), range: range(from: start))
  }
}

extension WindowsSyntax {
  /// Whether a time of day stands in the list.
  fileprivate var showsHours: Bool {
    items.contains { item in
      switch item.kind {
      case .daily, .dated, .ranked: true
      case .group(let windows): windows.showsHours
      case .period, .name: false
      }
    }
  }
}

extension StringProtocol {
  /// The text without blanks at its ends.
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}

extension Token {
  /// Whether a condition starts here, and nothing else.
  var startsCondition: Bool {
    switch kind {
    case .keyword(.soc), .keyword(.home), .keyword(.solar), .keyword(.importing), .keyword(.exporting),
      .keyword(.grid), .keyword(.plugged), .keyword(.unplugged), .keyword(.not):
      true
    default: false
    }
  }

  /// Whether an action starts here.
  var isActionStart: Bool {
    if case .keyword(let keyword) = kind { return keyword.startsAction }
    return false
  }
}
