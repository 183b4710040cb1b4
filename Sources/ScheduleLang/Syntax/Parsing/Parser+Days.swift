// Days.
extension Parser {
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
          return .dates(from: first, to: first, at: start.range)
        }
        report(.hyphenBetweenDates(at: advance().range))
        advance()
        return .dates(from: first, to: last, at: range(from: start))
      }
      guard case .date(let last) = current.kind else {
        expect("a date such as `2026-12-25`")
        throw unexpected()
      }
      advance()
      return .dates(from: first, to: last, at: range(from: start))
    case .keyword(let keyword):
      if let first = keyword.weekday {
        advance()
        if let answer = answerToNight(first) { throw fail(answer) }
        guard takeDayJoint() else { return .weekdays(from: first, to: first, at: start.range) }
        readAsMeantDay()
        guard case .keyword(let end) = current.kind, let last = end.weekday else {
          throw unexpectedDay("a day such as `Fri`")
        }
        advance()
        return .weekdays(from: first, to: last, at: range(from: start))
      }
      if let first = keyword.month {
        advance()
        guard takeDayJoint() else { return .months(from: first, to: first, at: start.range) }
        readAsMeantDay()
        guard case .keyword(let end) = current.kind, let last = end.month else {
          throw unexpectedDay("a month such as `Mar`")
        }
        advance()
        return .months(from: first, to: last, at: range(from: start))
      }
      let sets: [Keyword: UInt8] = [.weekdays: 0x1F, .weekends: 0x60, .daily: 0x7F]
      if let set = sets[keyword] {
        advance()
        return .weekdaySet(set, at: start.range)
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
