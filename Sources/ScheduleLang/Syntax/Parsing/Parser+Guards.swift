// Schedules: guards.
extension Parser {
  /// Whether a guard starts with `token`, if only from habit.
  func startsGuard(_ token: Token) -> Bool {
    let words: [Keyword] = [.during, .on, .when]
    if case .keyword(let keyword) = token.kind, words.contains(keyword) { return true }
    return keywordFromHabit(token).map(words.contains) ?? false
  }

  mutating func parseGuards() throws(SyntaxError) -> [GuardSyntax] {
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
  private mutating func parseGuard(behind predecessor: GuardSyntax? = nil) throws(SyntaxError) -> GuardSyntax
  {
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
      items: source.trimmedText(SourceRange(file: file, start: start.range.end, end: whole.end)),
      days: days.map { "on " + source.line($0.range) }, showsHours: showsHours,
      predecessor: gap.map { source.trimmedText($0) == "," } == true ? predecessor?.range : nil)
  }

  private mutating func parseWhen(from start: Token) throws(SyntaxError) -> GuardSyntax {
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
