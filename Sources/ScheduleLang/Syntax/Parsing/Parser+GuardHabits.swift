// What people write from habit in a guard: reported, and read as what it most likely means.
extension Parser {
  // MARK: Windows

  /// Reads past the `the` of `during the cheapest 2h`.
  mutating func readRankedAsMeant() {
    if current.isWord, word(of: current).key == "the", peek().isWord {
      report(.needlessWord(source.text(current.range), before: peek().range, at: current.range))
      advance()
    }
    if peek().isQuantity { readAsMeant(among: [.cheapest, .dearest]) }
  }

  /// Reads the `in` of `cheapest 2h in 00:00-07:00`, and the like, as `of`.
  mutating func readOfAsMeant() {
    guard current.isWord,
      ["in", "between", "from", "within", "during", "over"].contains(word(of: current).key)
    else { return }
    report(
      .foreignWord(
        source.text(current.range), meant: "of", as: "the window of the cheapest hours",
        example: "cheapest 2h of 00:00-07:00", at: current.range))
    readCurrent(as: .keyword(.of))
  }

  /// Reads `4 half hours` as the two hours that they are; nil where something else stands here.
  mutating func readHalfHoursAsMeant() -> QuantitySyntax? {
    guard case .quantity(let count) = current.kind, count.unit == .none, (1...48).contains(count.value),
      count.value == count.value.rounded()
    else { return nil }
    var last = 1
    let first = source.text(peek().range).lowercased()
    if first == "half" {
      last = peek(2).kind == .minus ? 3 : 2
      guard ["hours", "hour"].contains(source.text(peek(last).range).lowercased()) else { return nil }
    } else if !["slots", "slot", "halfhours"].contains(first) {
      return nil
    }
    let whole = current.range.union(peek(last).range)
    let minutes = Int(count.value) * 30
    let meant = minutes % 60 == 0 ? "\(minutes / 60)h" : "\(minutes)min"
    report(.foreignWord(source.text(whole), meant: meant, as: "this duration", at: whole))
    for _ in 0...last { advance() }
    return .literal(Quantity(Double(minutes * 60), .seconds), text: meant, at: whole)
  }

  /// Reads the `-20:00` of `2026-12-24 18:00-20:00` as an end on the same day.
  mutating func parseEndOfSameDay(as from: LocalTime, since start: Token) throws(SyntaxError) -> LocalTime {
    advance()
    let minute = try parseTime(asEnd: true)
    let date = minute % 1440 > from.minute ? from.date : from.date.adding(days: 1)
    let end = LocalTime(date: date, minute: minute % 1440)
    let meant = "\(from.date) \(TimeOfDay.text(from.minute))..\(end.date) \(TimeOfDay.text(end.minute))"
    report(.sameDayWindow(meant, at: range(from: start)))
    return end
  }

  // MARK: Days

  /// Reads the `and` of `Mon and Tue` as the comma of a list; false where something else stands here.
  mutating func readDayJointAsMeant() -> Bool {
    let joints: [Token.Kind] = [.keyword(.and), .keyword(.or), .plus]
    guard joints.contains(current.kind), peek().isDayLiteral else { return false }
    withdraw(at: current.range)
    let gap = SourceRange(file: file, start: previous.range.end, end: peek().range.start)
    report(.foreignDayJoint(source.text(current.range), meant: ", ", at: current.range, gap: gap))
    return true
  }

  /// Answers a date in words, such as `25 December` or `Dec 25 2026`.
  mutating func readDateAsMeant() throws(SyntaxError) {
    func month(_ token: Token) -> Int? {
      if case .keyword(let keyword) = token.kind { return keyword.month }
      guard token.isWord else { return nil }
      return DayHabits.keyword(meantBy: word(of: token).key)?.month
    }
    func number(_ token: Token, _ range: ClosedRange<Int>) -> Int? {
      guard case .quantity(let quantity) = token.kind, quantity.unit == .none else { return nil }
      return Int(exactly: quantity.value).flatMap { range.contains($0) ? $0 : nil }
    }
    let dayFirst = number(current, 1...31)
    guard let day = dayFirst ?? number(peek(), 1...31), let month = month(dayFirst == nil ? current : peek())
    else { return }
    let year = number(peek(2), 2000...2100)
    let whole = current.range.union(peek(year == nil ? 1 : 2).range)
    throw fail(.writtenDate(year.flatMap { CivilDate(year: $0, month: month, day: day) }, at: whole))
  }

  /// The answer to `on Fri night`.
  mutating func answerToNight(_ day: Weekday) -> Diagnostic? {
    guard current.isWord,
      ["night", "nights", "evening", "evenings", "morning", "mornings"].contains(word(of: current).key)
    else { return nil }
    return .answer(
      "a night is a window with the day on which it starts, as in `during 22:00-05:00 on \(day.name)`",
      at: current.range)
  }

  /// Whether a name stands here that a list of days without parentheses goes on with.
  var isNameOfBareList: Bool {
    current.kind == .name && [.colon, .comma, .leftBrace].contains(peek().kind)
  }

  /// Records names in a list without parentheses, with all of the list for the fix.
  mutating func failOnBareList(behind last: GuardSyntax) -> SyntaxError {
    let first = current
    guard case .on(let days) = last.kind else {
      return fail(.nameInBareList(word(of: first).text, at: first.range, list: nil))
    }
    var (end, ahead) = (first.range, 1)
    while peek(ahead).kind == .comma, peek(ahead + 1).kind == .name,
      [.colon, .comma, .leftBrace].contains(peek(ahead + 2).kind)
    {
      end = peek(ahead + 1).range
      ahead += 2
    }
    return fail(.nameInBareList(word(of: first).text, at: first.range, list: days.range.union(end)))
  }

  // MARK: Conditions

  /// Reads the `during 5min` behind a condition as the `for` that it means.
  mutating func readDurationAsMeant() {
    guard current.kind == .keyword(.during), case .quantity(let quantity) = peek().kind,
      quantity.unit == .seconds, peek(2).kind != .minus
    else { return }
    report(
      .foreignWord(
        source.text(current.range), meant: "for", as: "how long a condition has held", example: "for 5min",
        at: current.range))
    readCurrent(as: .keyword(.for))
  }

  /// The answer to what is no reading, but a time, days, a period or a half-said range.
  mutating func answerToCondition() -> Diagnostic? {
    if wordyReadingHere != nil { return nil }
    if current.isTime {
      return .answer("times stand behind `during`, as in `during 22:00-05:00`", at: current.range)
    }
    if current.isDayLiteral || current.isWord && DayHabits.keyword(meantBy: word(of: current).key) != nil {
      return .answer("days stand behind `on`, as in `on weekdays` or `on Sat`", at: current.range)
    }
    if current.isQuantity {
      return .answer(
        "the reading comes first, as in `soc > 20%`; a range of the SoC is written `soc in 20%..80%`",
        at: current.range)
    }
    guard current.kind == .name || current.kind == .keyword(.tariff) else { return nil }
    switch word(of: current).key {
    case "time", "hour", "now", "clock":
      return .answer("times stand behind `during`, as in `during 22:00-24:00`", at: current.range)
    case "day", "today", "date", "weekday", "month", "it":
      return .answer(
        "days stand behind `on`, as in `on weekdays`, `on Nov-Mar` or `on 2026-12-24`", at: current.range)
    case "tariff", "cheap", "expensive", "peak", "offpeak":
      return .answer(
        "the periods of a tariff stand behind `during`, as in `during Flux cheap`; prices are compared, as in `import price < 10p`",
        at: current.range)
    case "car", "ev", "vehicle", "connected", "plugged_in", "pluggedin":
      return .answer("whether the car is there is asked by `plugged in` and `unplugged`", at: current.range)
    case "the": return .answer("a reading is compared, as in `solar > 500W`", at: current.range)
    default:
      guard peek().kind == .name else { return nil }
      return .answer(
        "the periods of a tariff stand behind `during`, as in `during Flux cheap`", at: current.range)
    }
  }

  /// The answer to a reading that nothing is compared with.
  mutating func answerToReading(_ reading: Reading) -> Diagnostic? {
    let example =
      switch reading {
      case .soc: "soc < 30%"
      case .home: "home > 500W"
      case .solar: "solar > 500W"
      case .importing: "importing > 100W"
      case .exporting: "exporting > 100W"
      case .grid: "grid < 0W"
      case .importPrice: "import price < 10p"
      case .exportPrice: "export price > 15p"
      case .chargedToday, .dischargedToday, .dischargedThisMonth: "\(reading.name) >= 20kWh"
      case .cyclesThisYear: "cycles this year >= 100"
      case .solarAhead, .solarTomorrow, .homeAhead, .homeTomorrow: "\(reading.name) > 8kWh"
      case .cheapestImportAhead, .importOverCheapest: "import price <= cheapest import ahead"
      case .dearestExportAhead, .exportOverDearest: "export price >= dearest export ahead"
      }
    let isNegative = current.isWord && word(of: current).key == "negative"
    guard
      current.isWord || [.colon, .comma, .keyword(.and), .keyword(.or), .leftBrace].contains(current.kind)
    else { return nil }
    // A word that is nearly the right one gets that as its answer.
    let words = ["unknown", "in"]
    if current.kind == .name, Suggestion.nearest(to: word(of: current).text, among: words) != nil {
      return nil
    }
    return .answer(
      "a reading is compared, as in `\(isNegative ? "\(reading.name) < 0p" : example)`", at: current.range)
  }
}
