import ScheduleLang

/// Reads the values of options; what is wrong with one is said as the end of a sentence.
enum ArgumentText {
  /// A diagnostic's code, `E0203` or `unclosed-block`.
  static func code(_ text: String) throws(UsageError) -> DiagnosticCode {
    if let code = DiagnosticCode(spelling: text) { return code }
    let spellings = DiagnosticCode.allCases.flatMap { [$0.rawValue, $0.name] }
    var meant = codes(numbered: text)
    if meant.isEmpty, let nearest = Suggestion.nearest(to: text, among: spellings) { meant = [nearest] }
    let question = meant.isEmpty ? "" : "; did you mean \(meant.joined(separator: " or "))?"
    throw UsageError("is not the code of a diagnostic" + question)
  }

  /// The codes with this number, whose letter and zeros are left out: `305`.
  private static func codes(numbered text: String) -> [String] {
    guard let number = number(text[...]) else { return [] }
    return DiagnosticCode.allCases.map(\.rawValue).filter { Int($0.dropFirst()) == number }
  }

  /// A SoC as whole percent, `55` or `55%`.
  static func percent(_ text: String) throws(UsageError) -> Int {
    let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
    guard let value = number(digits), value <= 100 else {
      throw UsageError("is not a SoC of 0% to 100%")
    }
    return value
  }

  /// A share of a whole as whole percent, `80` or `80%`.
  static func share(_ text: String) throws(UsageError) -> Int {
    guard let value = try? percent(text) else { throw UsageError("is not a share of 0% to 100%") }
    return value
  }

  /// A SoC as whole percent, or nil for `unknown`.
  static func soc(_ text: String) throws(UsageError) -> Int? {
    text.lowercased() == "unknown" ? nil : try percent(text)
  }

  /// The name of a shell.
  static func shell(_ text: String) throws(UsageError) -> Shell {
    guard let shell = Shell(rawValue: text) else {
      throw UsageError("is not bash, zsh or fish")
    }
    return shell
  }

  /// A number of days, 1 to 366.
  static func days(_ text: String) throws(UsageError) -> Int {
    guard let value = number(text[...]), (1...366).contains(value) else {
      throw UsageError("is not a number of days from 1 to 366")
    }
    return value
  }

  /// A factor, 1 to 3600.
  static func speed(_ text: String) throws(UsageError) -> Int {
    guard let value = number(text[...]), (1...3600).contains(value) else {
      throw UsageError("is not a factor from 1 to 3600")
    }
    return value
  }

  /// A date, `2026-12-25`.
  static func date(_ text: String) throws(UsageError) -> CivilDate {
    guard let date = try calendarDay(text) else { throw UsageError("is not a date such as 2026-12-25") }
    return date
  }

  /// A date; nil where it is not written as one.
  private static func calendarDay(_ text: String) throws(UsageError) -> CivilDate? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], let year = number(parts[0]), let month = number(parts[1]),
      let day = number(parts[2])
    else { return nil }
    if let date = CivilDate(year: year, month: month, day: day) { return date }
    let name = Keyword.allCases.first { $0.month == month }?.spelling
    let reason = name.map {
      "\($0) \(parts[0]) has \(CivilDate.days(inMonth: month, of: year)) days"
    }
    throw UsageError("is not in the calendar: \(reason ?? "months run from 01 to 12")")
  }

  /// A time as in a test row, or an ISO instant with or without an offset.
  static func pointInTime(_ text: String) throws(UsageError) -> PointInTime {
    let wrong = UsageError(
      "is not a time such as now, 17:00, `tomorrow 07:00`, `Mon 02:30`, `2026-12-25 18:00` or 2026-12-25T18:00:00Z"
    )
    if text.lowercased() == "now" { return .now }
    _ = try calendarDay(String(text.prefix(10)))
    if text.contains(where: { $0 == "T" || $0 == "t" }), let isoPoint = iso(text) {
      return isoPoint
    }
    let words = text.split(separator: " ")
    guard let time = words.last, let minute = minute(time) else { throw wrong }
    switch words.count {
    case 1: return .local(day: .today, minute: minute)
    case 2:
      if let day = namedDay(words[0].lowercased()) { return .local(day: day, minute: minute) }
      guard let date = try? date(String(words[0])) else { throw wrong }
      return .local(day: .date(date), minute: minute)
    default: throw wrong
    }
  }

  /// `today`, `tomorrow`, `Sat` or `Saturday`, in small letters.
  private static func namedDay(_ text: String) -> PointInTime.Day? {
    if text == "today" { return .today }
    if text == "tomorrow" { return .tomorrow }
    let weekday = Weekday.allCases.first {
      text == $0.name.lowercased() || text == $0.fullName.lowercased()
    }
    return weekday.map { .weekday($0) }
  }

  /// `2026-12-25T18:00[:00][Z, ±HH:MM or ±HH]`; seconds count only with an offset.
  private static func iso(_ text: String) -> PointInTime? {
    let halves = text.uppercased().split(separator: "T", omittingEmptySubsequences: false)
    guard halves.count == 2, let date = try? date(String(halves[0])) else { return nil }
    let clock = halves[1].prefix { $0 != "Z" && $0 != "+" && $0 != "-" }
    let zone = halves[1].dropFirst(clock.count)
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let minute = minute(clock.prefix(5)) else { return nil }
    var second = 0
    if parts.count == 3 {
      guard parts[2].count == 2, let value = number(parts[2]), value < 60 else { return nil }
      second = value
    }
    // What is decided at the minute holds for all of it.
    if zone.isEmpty { return .local(day: .date(date), minute: minute) }
    guard let offset = offset(zone) else { return nil }
    let seconds = date.dayNumber * 86_400 + minute * 60 + second - offset
    return .instant(Instant(seconds: Int64(seconds)))
  }

  /// Seconds east of UTC of `Z`, `±HH:MM` or `±HH`.
  private static func offset(_ text: Substring) -> Int? {
    if text == "Z" { return 0 }
    guard let sign = text.first else { return nil }
    let clock = text.count == 3 ? text.dropFirst() + ":00" : text.dropFirst()
    guard let minute = minute(clock) else { return nil }
    return (sign == "-" ? -60 : 60) * minute
  }

  /// A minute of the day, `00:00` to `23:59`.
  private static func minute(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [2, 2], let hour = number(parts[0]), hour < 24, let minute = number(parts[1]),
      minute < 60
    else { return nil }
    return hour * 60 + minute
  }

  /// A number of at most nine digits and nothing else.
  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.count <= 9, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text)
  }
}

extension Weekday {
  /// `Saturday`.
  fileprivate var fullName: String {
    switch self {
    case .monday: "Monday"
    case .tuesday: "Tuesday"
    case .wednesday: "Wednesday"
    case .thursday: "Thursday"
    case .friday: "Friday"
    case .saturday: "Saturday"
    case .sunday: "Sunday"
    }
  }
}
