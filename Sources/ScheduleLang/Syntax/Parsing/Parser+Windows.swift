// Windows and times of day.
extension Parser {
  mutating func parseWindows() throws(SyntaxError) -> WindowsSyntax {
    let start = current
    var items = [try parseWindow()]
    while at(.comma), !endsWindows(peek()) {
      advance()
      items.append(try parseWindow())
    }
    return WindowsSyntax(items: items, range: range(from: start))
  }

  /// Whether what follows the comma behind a window is no further window.
  private func endsWindows(_ token: Token) -> Bool {
    token.kind == .keyword(.during) || token.kind == .keyword(.on) || token.kind == .keyword(.when)
      || token.startsCondition || token.isActionStart
  }

  private mutating func parseWindow() throws(SyntaxError) -> WindowSyntax {
    readRankedAsMeant()
    let start = current
    let kind = try parseWindowKind()
    let whole = range(from: start)
    if current.isDayLiteral, !current.isDate { report(.missingOn(before: current.range)) }
    let hasDays = take(.on) || current.isDayLiteral && !current.isDate
    let days = hasDays ? try parseDays(continuesAfterAnyComma: false) : nil
    return WindowSyntax(kind: kind, days: days, range: whole)
  }

  private mutating func parseWindowKind() throws(SyntaxError) -> WindowSyntax.Kind {
    let start = current
    switch current.kind {
    case .time, .quantity:
      let (from, to) = try parseTimeRange()
      return .daily(start: from, end: to)
    case .date:
      guard peek().isTime || peek().isQuantity else { throw fail(.daysBehindDuring(at: current.range)) }
      let from = try parseDateTime()
      if current.kind == .minus, peek().isTime {
        return .dated(start: from, end: try parseEndOfSameDay(as: from, since: start))
      }
      if current.kind == .minus {
        report(.hyphenBetweenDates(at: current.range))
        advance()
      } else {
        try require(.dots)
      }
      return .dated(start: from, end: try parseDateTime())
    case .leftParenthesis:
      advance()
      let group = try nested { parser throws(SyntaxError) in try parser.parseWindows() }
      skipNewlines()
      try require(.rightParenthesis)
      return .group(group)
    case .keyword(.cheapest), .keyword(.dearest): return try parseRanked()
    case .name
    where peek().kind == .minus || BareHour.names[word(of: current).key] != nil && joinsTimes(peek()):
      let (from, to) = try parseTimeRange()
      return .daily(start: from, end: to)
    case .name:
      let name = word(of: advance())
      if current.kind == .name { return .period(tariff: name, period: word(of: advance())) }
      if case .keyword(let keyword) = current.kind, keyword.canNamePeriod {
        return .period(tariff: name, period: word(of: advance()))
      }
      return .name(name)
    default:
      if current.isDayLiteral { throw fail(.daysBehindDuring(at: current.range)) }
      expect("a window such as `22:00-05:00` or `Flux peak`")
      throw unexpected()
    }
  }

  private mutating func parseTimeRange() throws(SyntaxError) -> (TimeSyntax, TimeSyntax) {
    let start = current
    if source.text(start.range) == "24h", peek().kind != .minus {
      report(.foreignTime("24h", meant: "00:00-24:00", at: advance().range))
      return (.literal(0), .literal(1440))
    }
    // In `5-7pm` the hour before the hyphen is one of the 12-hour clock as well.
    if current.isQuantity,
      let minute = TwelveHourClock.minute(
        ofBareHour: source.text(current.range), before: source.text(peek(2).range))
    {
      report(
        .foreignTime(source.text(current.range), meant: TimeOfDay.text(minute), at: current.range))
      readCurrent(as: .time(minute))
    }
    let isClear = isClearHour(current) || isClearHour(peek(2))
    let from = try parseNamedTime(asEnd: false, isClear: isClear)
    guard joinsTimes(current) else {
      throw fail(.windowWithoutEnd(source.text(start.range), at: start.range))
    }
    if current.kind != .minus {
      let gap = SourceRange(file: file, start: previous.range.end, end: peek().range.start)
      report(.foreignJointInWindow(source.text(current.range), at: current.range, gap: gap))
    }
    advance()
    return (from, try parseNamedTime(asEnd: true, isClear: isClear))
  }

  /// Whether a time is one of the 24-hour clock without doubt, and so the other end of its window too.
  private func isClearHour(_ token: Token) -> Bool {
    if token.isTime { return true }
    return BareHour.isClear(source.text(token.range).lowercased())
  }

  /// Whether `token` joins two times of day, if only from habit.
  private func joinsTimes(_ token: Token) -> Bool {
    token.kind == .minus || token.kind == .dots
      || ["to", "until", "till", "and"].contains(source.text(token.range).lowercased())
  }

  /// A time of day; `24:00` only where something ends.
  ///
  /// - Parameter isClear: whether a bare hour before noon cannot be one after noon.
  mutating func parseTime(asEnd: Bool, isClear: Bool = false) throws(SyntaxError) -> Int {
    let text = source.text(current.range)
    if current.isQuantity || current.kind == .name, let minute = BareHour.minute(text.lowercased()) {
      report(
        .foreignTime(
          text, meant: TimeOfDay.text(minute), isCertain: isClear || BareHour.isClear(text.lowercased()),
          at: current.range))
      readCurrent(as: .time(minute))
    }
    guard case .time(let minute) = current.kind else {
      expect("a time of day such as `07:00`")
      throw unexpected()
    }
    let token = advance()
    if minute == 1440, !asEnd { report(.midnightAsStart(at: token.range)) }
    return minute == 1440 && !asEnd ? 0 : minute
  }

  private mutating func parseDateTime() throws(SyntaxError) -> LocalTime {
    guard case .date(let date) = current.kind else {
      expect("a date such as `2026-12-25`")
      throw unexpected()
    }
    advance()
    let minute = try parseTime(asEnd: true)
    return LocalTime(date: minute == 1440 ? date.adding(days: 1) : date, minute: minute % 1440)
  }

  private mutating func parseRanked() throws(SyntaxError) -> WindowSyntax.Kind {
    let dearest = advance().kind == .keyword(.dearest)
    let halfHours = readHalfHoursAsMeant()
    let length = if let halfHours { halfHours } else { try parseQuantity("a duration") }
    readOfAsMeant()
    try require(.of)
    let (from, to) = try parseTimeRange()
    var inOneRun = false
    if take(.in) {
      try require(.one)
      try require(.run)
      inOneRun = true
    }
    return .ranked(dearest: dearest, length: length, start: from, end: to, inOneRun: inOneRun)
  }
}
