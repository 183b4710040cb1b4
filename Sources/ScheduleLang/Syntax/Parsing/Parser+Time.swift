// Windows and days.
extension Parser {
  mutating func parseWindows() throws(Recovery) -> WindowsSyntax {
    let start = current
    var items = [try parseWindow()]
    while at(.comma), !startsGuard(peek()) {
      advance()
      items.append(try parseWindow())
    }
    return WindowsSyntax(items: items, range: range(from: start))
  }

  private func startsGuard(_ token: Token) -> Bool {
    token.kind == .keyword(.during) || token.kind == .keyword(.on) || token.kind == .keyword(.when)
  }

  private mutating func parseWindow() throws(Recovery) -> WindowSyntax {
    let start = current
    let kind = try parseWindowKind()
    let whole = range(from: start)
    let days = take(.on) ? try parseDays(continuesAfterAnyComma: false) : nil
    return WindowSyntax(kind: kind, days: days, range: whole)
  }

  private mutating func parseWindowKind() throws(Recovery) -> WindowSyntax.Kind {
    switch current.kind {
    case .time:
      let (from, to) = try parseTimeRange()
      return .daily(start: from, end: to)
    case .date:
      let from = try parseDateTime()
      try require(.dots)
      return .dated(start: from, end: try parseDateTime())
    case .leftParenthesis:
      advance()
      let group = try nested { parser throws(Recovery) in try parser.parseWindows() }
      skipNewlines()
      try require(.rightParenthesis)
      return .group(group)
    case .keyword(.cheapest), .keyword(.dearest): return try parseRanked()
    case .name:
      let name = word(of: advance())
      if current.kind == .name { return .period(tariff: name, period: word(of: advance())) }
      if case .keyword(let keyword) = current.kind, keyword.canNamePeriod {
        return .period(tariff: name, period: word(of: advance()))
      }
      return .name(name)
    default:
      expect("a window such as `22:00-05:00` or `Flux peak`")
      throw unexpected()
    }
  }

  private mutating func parseTimeRange() throws(Recovery) -> (Int, Int) {
    let from = try parseTime(asEnd: false)
    if current.kind == .dots { throw fail(.dotsInWindow(at: current.range)) }
    try require(.minus)
    return (from, try parseTime(asEnd: true))
  }

  /// A time of day; `24:00` only where something ends.
  mutating func parseTime(asEnd: Bool) throws(Recovery) -> Int {
    guard case .time(let minute) = current.kind else {
      expect("a time of day such as `07:00`")
      throw unexpected()
    }
    let token = advance()
    if minute == 1440, !asEnd { report(.midnightAsStart(at: token.range)) }
    return minute == 1440 && !asEnd ? 0 : minute
  }

  private mutating func parseDateTime() throws(Recovery) -> LocalTime {
    guard case .date(let date) = current.kind else {
      expect("a date such as `2026-12-25`")
      throw unexpected()
    }
    advance()
    let minute = try parseTime(asEnd: true)
    return LocalTime(date: minute == 1440 ? date.adding(days: 1) : date, minute: minute % 1440)
  }

  private mutating func parseRanked() throws(Recovery) -> WindowSyntax.Kind {
    let dearest = advance().kind == .keyword(.dearest)
    let length = try parseQuantity("a duration")
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
  mutating func parseDays(continuesAfterAnyComma: Bool) throws(Recovery) -> DaysSyntax {
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

  private mutating func parseDayItems(_ continuesAfterAnyComma: Bool) throws(Recovery) -> [DaysSyntax.Item] {
    var items = [try parseDayItem()]
    while at(.comma) {
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

  private mutating func parseDayItem() throws(Recovery) -> DaysSyntax.Item {
    let start = current
    switch current.kind {
    case .leftParenthesis:
      advance()
      let group = try nested { parser throws(Recovery) in try parser.parseDays(continuesAfterAnyComma: true) }
      skipNewlines()
      try require(.rightParenthesis)
      return .group(group)
    case .date(let first):
      advance()
      guard take(.dots) else {
        if current.kind == .minus, peek().isDate { throw fail(.hyphenBetweenDates(at: current.range)) }
        return .dates(first, first, start.range)
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
        guard take(.minus) else { return .weekdays(first, first, start.range) }
        guard case .keyword(let end) = current.kind, let last = end.weekday else {
          throw unexpectedDay("a day such as `Fri`")
        }
        advance()
        return .weekdays(first, last, range(from: start))
      }
      if let first = keyword.month {
        advance()
        guard take(.minus) else { return .months(first, first, start.range) }
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
    case .name:
      if let meant = foreignDay(word(of: current)) {
        throw fail(.foreignDay(word(of: current).text, meant: meant, at: current.range))
      }
      return .name(word(of: advance()))
    default: throw unexpectedDay("days such as `Mon-Fri`")
    }
  }

  private mutating func unexpectedDay(_ description: String) -> Recovery {
    if current.isWord, let meant = foreignDay(word(of: current)) {
      return fail(.foreignDay(word(of: current).text, meant: meant, at: current.range))
    }
    expect(description)
    return unexpected()
  }

  /// The day, month or set of days that a word from habit means.
  private func foreignDay(_ word: Word) -> String? {
    let sets = [
      "weekday": "weekdays", "workdays": nil, "weekend": "weekends", "everyday": "daily", "always": "daily",
      "holiday": nil,
    ]
    if let set = sets[word.key] { return set }
    let days = Keyword.allCases.filter { $0.weekday != nil || $0.month != nil }
    let names = [
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
      "march",
      "april", "june", "july", "august", "september", "october", "november", "december", "tues", "weds",
      "thur",
      "thurs", "sept", "mo", "tu", "we", "th", "fr", "sa", "su",
    ]
    guard names.contains(word.key) else { return nil }
    return days.first { word.key.hasPrefix($0.rawValue) || $0.rawValue.hasPrefix(word.key) }?.spelling
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
