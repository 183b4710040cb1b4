// Windows and days.
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
    case .name where BareHour.names[word(of: current).key] != nil && joinsTimes(peek()):
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

  private mutating func parseTimeRange() throws(SyntaxError) -> (Int, Int) {
    let start = current
    if source.text(start.range) == "24h", peek().kind != .minus {
      report(.foreignTime("24h", meant: "00:00-24:00", at: advance().range))
      return (0, 1440)
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
    let from = try parseTime(asEnd: false, isClear: isClear)
    guard joinsTimes(current) else {
      throw fail(.windowWithoutEnd(source.text(start.range), at: start.range))
    }
    if current.kind != .minus {
      let gap = SourceRange(file: file, start: previous.range.end, end: peek().range.start)
      report(.foreignJointInWindow(source.text(current.range), at: current.range, gap: gap))
    }
    advance()
    return (from, try parseTime(asEnd: true, isClear: isClear))
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

  // MARK: Days

  /// A list of days; without parentheses a comma goes on only before a literal, except in a `let`.
  mutating func parseDays(continuesAfterAnyComma: Bool) throws(SyntaxError) -> DaysSyntax {
    let start = current
    let items = try parseDayItems(continuesAfterAnyComma)
    var except: [DaysSyntax] = []
    if take(.except) {
      let exceptStart = current
      let excluded = try parseDayItems(continuesAfterAnyComma)
      except.append(DaysSyntax(items: excluded, except: [], range: range(from: exceptStart)))
    }
    return DaysSyntax(items: items, except: except, range: range(from: start))
  }

  private mutating func parseDayItems(_ continuesAfterAnyComma: Bool) throws(SyntaxError) -> [DaysSyntax.Item]
  {
    var items = [try parseDayItem()]
    while at(.comma) || readDayJointAsMeant() {
      let next = peek()
      let literal = next.isDayLiteral && !(next.isDate && peek(2).isTime)
      guard literal || continuesAfterAnyComma && (next.kind == .name || next.kind == .leftParenthesis) else {
        break
      }
      advance()
      items.append(try parseDayItem())
    }
    return items
  }

  private mutating func parseDayItem() throws(SyntaxError) -> DaysSyntax.Item {
    try readDateAsMeant()
    readAsMeantDay()
    let start = current
    switch current.kind {
    case .leftParenthesis:
      advance()
      let group = try nested { parser throws(SyntaxError) in
        try parser.parseDays(continuesAfterAnyComma: true)
      }
      skipNewlines()
      try require(.rightParenthesis)
      return .group(group)
    case .date(let first):
      advance()
      guard take(.dots) else {
        guard current.kind == .minus, case .date(let last) = peek().kind else {
          return .dates(first, first, start.range)
        }
        report(.hyphenBetweenDates(at: advance().range))
        advance()
        return .dates(first, last, range(from: start))
      }
      guard case .date(let last) = current.kind else {
        expect("a date such as `2026-12-25`")
        throw unexpected()
      }
      advance()
      return .dates(first, last, range(from: start))
    case .keyword(let keyword):
      if let first = keyword.weekday {
        advance()
        if let answer = answerToNight(first) { throw fail(answer) }
        guard takeDayJoint() else { return .weekdays(first, first, start.range) }
        readAsMeantDay()
        guard case .keyword(let end) = current.kind, let last = end.weekday else {
          throw unexpectedDay("a day such as `Fri`")
        }
        advance()
        return .weekdays(first, last, range(from: start))
      }
      if let first = keyword.month {
        advance()
        guard takeDayJoint() else { return .months(first, first, start.range) }
        readAsMeantDay()
        guard case .keyword(let end) = current.kind, let last = end.month else {
          throw unexpectedDay("a month such as `Mar`")
        }
        advance()
        return .months(first, last, range(from: start))
      }
      let sets: [Keyword: UInt8] = [.weekdays: 0x1F, .weekends: 0x60, .daily: 0x7F]
      if let set = sets[keyword] {
        advance()
        return .weekdaySet(set, start.range)
      }
      throw unexpectedDay("days such as `Mon-Fri`")
    case .name: return .name(word(of: advance()))
    case .time: throw fail(.timesBehindOn(at: current.range))
    default: throw unexpectedDay("days such as `Mon-Fri`")
    }
  }

  private mutating func unexpectedDay(_ description: String) -> SyntaxError {
    expect(description)
    return unexpected()
  }

  /// Moves past the `-` between two days or months; `..`, which joins dates, is reported and taken.
  private mutating func takeDayJoint() -> Bool {
    if current.kind == .dots { report(.dotsBetweenDays(at: current.range)) }
    if ["to", "till", "until", "through"].contains(source.text(current.range).lowercased()) {
      let gap = SourceRange(file: file, start: previous.range.end, end: peek().range.start)
      report(.foreignDayJoint(source.text(current.range), meant: "-", at: current.range, gap: gap))
      readCurrent(as: .minus)
    }
    return take(.minus) || take(.dots)
  }

  /// Reads a day or month that is written in full, or otherwise from habit, as the word that is meant.
  mutating func readAsMeantDay() {
    if current.isWord, peek().isWord,
      let meant = DayHabits.keyword(
        meantBy: word(of: current).key + " " + word(of: peek()).key)
    {
      let both = current.range.union(peek().range)
      report(.foreignDay(source.text(both), meant: meant.spelling, at: both))
      advance()
      return readCurrent(as: .keyword(meant))
    }
    guard current.isWord, let meant = DayHabits.keyword(meantBy: word(of: current).key) else { return }
    report(.foreignDay(word(of: current).text, meant: meant.spelling, at: current.range))
    readCurrent(as: .keyword(meant))
  }
}

extension Token {
  /// Whether it is a date.
  var isDate: Bool {
    if case .date = kind { return true }
    return false
  }

  /// Whether it is a time of day.
  var isTime: Bool {
    if case .time = kind { return true }
    return false
  }

  /// Whether it is a day, a month, a set of days or a date.
  var isDayLiteral: Bool {
    switch kind {
    case .date: true
    case .keyword(let keyword):
      keyword.weekday != nil || keyword.month != nil || [.weekdays, .weekends, .daily].contains(keyword)
    default: false
    }
  }
}
