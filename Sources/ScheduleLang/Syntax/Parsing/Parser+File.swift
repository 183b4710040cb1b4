// Declarations at the top level.
extension Parser {
  mutating func parseFile() -> FileSyntax {
    var tree = FileSyntax()
    while true {
      skipNewlines()
      if current.kind == .end { return tree }
      do {
        try parseDeclaration(into: &tree)
        try endStatement()
      } catch {
        skipStatement()
        // A brace that closes nothing would stop the recovery for ever.
        if current.kind == .rightBrace { advance() }
      }
    }
  }

  private static let declarationWords: [Keyword] = [
    .use, .let, .input, .site, .device, .tariff, .schedule, .test, .prove,
  ]

  private mutating func parseDeclaration(into tree: inout FileSyntax) throws(SyntaxError) {
    readAsMeant(among: Parser.declarationWords)
    let start = current
    if take(.use) {
      tree.uses.append(UseSyntax(path: try requireString("a path")))
    } else if take(.let) {
      tree.lets.append(try parseLet())
    } else if take(.input) {
      tree.lets.append(try parseInput())
    } else if take(.site) {
      let isNamed = current.kind == .string || current.isWord && current.kind != .keyword(.allow)
      let name = isNamed ? try requireString("the site's name") : nil
      let head = range(from: start)
      let allowances = try parseAllowances()
      tree.sites.append(SiteSyntax(name: name, settings: try parseSiteBody(), range: head))
      note(allowances, before: range(from: start))
    } else if take(.device) {
      tree.descriptions.append(try parseDescription(from: start))
    } else if take(.tariff) {
      tree.tariffs.append(try parseTariff(from: start))
    } else if take(.schedule) {
      tree.schedules.append(try parseSchedule(from: start))
    } else if take(.test) {
      tree.tests.append(try parseTest(from: start))
    } else if take(.prove) {
      tree.proofs.append(try parseProof(from: start))
    } else if current.kind == .rightBrace {
      throw fail(.strayBrace(at: current.range))
    } else {
      if startsRule { throw fail(.ruleOutsideSchedule(at: current.range)) }
      throw unexpected(amongWords: Parser.declarationWords)
    }
  }

  /// Whether a rule or clause of a schedule starts here.
  private var startsRule: Bool {
    switch current.kind {
    case .keyword(let keyword):
      keyword.startsAction
        || [.during, .on, .when, .otherwise, .never, .reserve, .hysteresis].contains(keyword)
    default: keywordFromHabit(current).map { [.during, .on, .when, .otherwise].contains($0) } ?? false
    }
  }

  private mutating func parseSchedule(from start: Token) throws(SyntaxError) -> ScheduleSyntax {
    let name = try requireBlockName("the schedule's name")
    let base = take(.over) ? try requireString("the name of the schedule below") : nil
    let head = range(from: start)
    let allowances = try parseAllowances()
    let statements = try parseStatements()
    note(allowances, before: range(from: start))
    return ScheduleSyntax(name: name, base: base, statements: statements, range: head)
  }

  /// The name of a block, which is reported and left empty where the block follows at once.
  mutating func requireBlockName(_ what: String) throws(SyntaxError) -> Word {
    guard current.kind == .leftBrace else { return try requireString(what) }
    let gap = SourceRange(file: file, start: previous.range.end, end: previous.range.end)
    report(.missingBlockName(what, at: gap))
    return Word(text: "", range: gap)
  }

  /// A name that is being declared.
  mutating func requireNewName(_ what: String) throws(SyntaxError) -> Word {
    if case .keyword(let keyword) = current.kind {
      report(.reservedName(keyword, what: what, at: current.range))
      return word(of: advance())
    }
    guard current.kind == .name else {
      expect("a name for the \(what)")
      throw unexpected()
    }
    return word(of: advance())
  }

  // MARK: let

  private mutating func parseLet() throws(SyntaxError) -> LetSyntax {
    let name = try requireNewName("value")
    do {
      if current.kind == .colon {
        report(.colonInLet(at: current.range))
        advance()
      } else {
        try require(.equals)
      }
      let value = try parseLetValue()
      try endStatement()
      return LetSyntax(name: name, value: value)
    } catch {
      // The name is declared all the same, lest every use of it be reported.
      skipStatement()
      return LetSyntax(name: name, value: .invalid)
    }
  }

  private mutating func parseLetValue() throws(SyntaxError) -> LetSyntax.Value {
    switch kindOfLetValue() {
    case .quantity: return .quantity(try parseQuantity("a value"))
    case .windows: return .windows(try parseWindows())
    case .time: return .time(.literal(try parseTime(asEnd: true)))
    case .days: return .days(try parseDays(continuesAfterAnyComma: true))
    case .action: return .action(try parseAction())
    case .names:
      var names = [word(of: advance())]
      while take(.comma) {
        guard current.kind == .name else {
          expect("a name")
          throw unexpected()
        }
        names.append(word(of: advance()))
      }
      return .names(names)
    case nil:
      for legal in ["a quantity", "windows", "a time of day", "days", "an action", "a name"] { expect(legal) }
      throw unexpected()
    }
  }

  private enum LetKind { case quantity, windows, time, days, action, names }

  /// Tells from the tokens ahead what a `let` declares: the first that is no name, comma or parenthesis decides.
  private func kindOfLetValue() -> LetKind? {
    var ahead = 0
    var isGrouped = false
    while true {
      let token = peek(ahead)
      switch token.kind {
      case .leftParenthesis:
        isGrouped = true
        ahead += 1
      case .rightParenthesis, .comma: ahead += 1
      case .newline where peek(ahead + 1).kind == .rightParenthesis: ahead += 1
      case .name:
        let next = peek(ahead + 1)
        if next.kind == .name || next.kind == .minus { return .windows }
        if case .keyword(let keyword) = next.kind, keyword.canNamePeriod { return .windows }
        ahead += 1
      case .quantity, .minus: return .quantity
      case .time:
        let next = peek(ahead + 1).kind
        return ahead == 0 && (next == .newline || next == .end) ? .time : .windows
      case .date: return peek(ahead + 1).isTime ? .windows : .days
      case .keyword(let keyword):
        return kindOfLetValue(with: keyword)
      default:
        guard ahead > 0 else { return nil }
        return isGrouped ? .windows : .names
      }
    }
  }

  private func kindOfLetValue(with keyword: Keyword) -> LetKind? {
    switch keyword {
    case .cheapest, .dearest, .on: .windows
    case .weekdays, .weekends, .daily, .except: .days
    case .to, .then: .action
    default:
      if keyword.startsAction {
        .action
      } else if keyword.weekday != nil || keyword.month != nil {
        .days
      } else {
        nil
      }
    }
  }
}

extension Keyword {
  /// Whether the word can follow a tariff's name as the name of a period.
  var canNamePeriod: Bool {
    switch self {
    case .on, .except, .and, .or, .not, .during, .when, .otherwise, .by, .to, .then, .for, .allow: false
    case .import, .export: false
    // Where a line starts with one of these, the block above it was left open.
    case .use, .let, .site, .device, .schedule, .test: false
    default: true
    }
  }
}
