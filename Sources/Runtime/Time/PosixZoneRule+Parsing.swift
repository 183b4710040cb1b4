extension PosixZoneRule {
  /// Reads a rule, or nil where `text` is not one; takes the extended hours of RFC 9636.
  init?(_ text: some Sequence<UInt8>) {
    var parser = PosixRuleParser(rest: ArraySlice(text))
    guard parser.takeName(), let standard = parser.takeOffset() else { return nil }
    self.init(standardOffset: standard, daylight: nil)
    if parser.rest.isEmpty { return }

    guard parser.takeName() else { return nil }
    var offset = standard + 3600
    if parser.rest.first != UInt8(ascii: ",") {
      guard let own = parser.takeOffset() else { return nil }
      offset = own
    }
    guard parser.take(","), let start = parser.takeMoment(), parser.take(","),
      let end = parser.takeMoment(), parser.rest.isEmpty
    else { return nil }
    daylight = Daylight(offset: offset, start: start, end: end)
  }
}

/// Takes the parts of a POSIX rule off the front of its text; each part answers nil or false where it is not.
private struct PosixRuleParser {
  var rest: ArraySlice<UInt8>

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  /// Three or more letters, or `<` letters, digits and signs `>`.
  mutating func takeName() -> Bool {
    let isQuoted = take("<")
    let name = rest.prefix { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
      default: false
      }
    }
    rest = rest.dropFirst(name.count)
    return name.count >= 3 && (!isQuoted || take(">"))
  }

  /// Seconds east; the rule itself counts west.
  mutating func takeOffset() -> Int? { takeTime(maximumHours: 24).map { -$0 } }

  /// `[+-]h[:mm[:ss]]` in seconds.
  mutating func takeTime(maximumHours: Int) -> Int? {
    let sign = take("-") ? -1 : 1
    if sign == 1 { _ = take("+") }
    guard let hours = takeNumber(0...maximumHours) else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where take(":") {
      guard let number = takeNumber(0...59) else { return nil }
      seconds += number * unit
    }
    return sign * seconds
  }

  /// A day, and behind a `/` the time on it instead of two o'clock.
  mutating func takeMoment() -> PosixZoneRule.YearlyMoment? {
    guard let day = takeDay() else { return nil }
    guard take("/") else { return PosixZoneRule.YearlyMoment(day: day, seconds: 7200) }
    return takeTime(maximumHours: 167).map { PosixZoneRule.YearlyMoment(day: day, seconds: $0) }
  }

  private mutating func takeDay() -> PosixZoneRule.YearlyMoment.Day? {
    if take("J") { return takeNumber(1...365).map { .common($0) } }
    guard take("M") else { return takeNumber(0...365).map { .counted($0) } }
    guard let month = takeNumber(1...12), take("."), let week = takeNumber(1...5), take("."),
      let day = takeNumber(0...6)
    else { return nil }
    return .weekday(month: month, week: week, day: day)
  }

  /// One to three digits.
  private mutating func takeNumber(_ range: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (1...3).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return range.contains(number) ? number : nil
  }
}
