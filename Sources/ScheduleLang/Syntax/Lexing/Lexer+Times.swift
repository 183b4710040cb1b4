// Dates and times of day.
extension Lexer {
  mutating func date(from start: Int) {
    while let byte = peek(), byte.isDigit || byte == UInt8(ascii: "-") && digit(offset + 1) {
      // A second date behind a hyphen is a token of its own.
      if offset == start + 10, byte == UInt8(ascii: "-"), startsDate(at: offset + 1) { break }
      offset += 1
    }
    let parts = bytes[start..<offset].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      .map { (count: $0.count, value: Self.integer($0)) }
    if parts.map(\.count) == [4, 4], let pair = Self.times(parts[0].value, parts[1].value) {
      return timesWithoutColons(pair, from: start)
    }
    let wellFormed = parts.map(\.count) == [4, 2, 2]
    if wellFormed, dateWithTime(parts.map(\.value), from: start) { return }
    if let tail = peek(), tail.isNamePart {
      while let byte = peek(), byte.isNamePart || byte == UInt8(ascii: ":") { offset += 1 }
      report(.invalidDate(text(start, offset), at: range(start, offset), wellFormed: false))
      return add(.invalid, from: start)
    }
    if wellFormed, let date = CivilDate(year: parts[0].value, month: parts[1].value, day: parts[2].value) {
      return add(.date(date), from: start)
    }
    report(.invalidDate(text(start, offset), at: range(start, offset), wellFormed: wellFormed))
    add(.invalid, from: start)
  }

  /// Moves past a date and a time that a `T` joins, as elsewhere; false where something else stands here.
  private mutating func dateWithTime(_ parts: [Int], from start: Int) -> Bool {
    guard peek().map({ $0 | 0x20 }) == UInt8(ascii: "t"), digit(offset + 1), digit(offset + 2),
      peek(3) == UInt8(ascii: ":"), digit(offset + 4), digit(offset + 5), peek(6)?.isNamePart != true,
      peek(6) != UInt8(ascii: ":") || !digit(offset + 7),
      let date = CivilDate(year: parts[0], month: parts[1], day: parts[2])
    else { return false }
    let time = text(offset + 1, offset + 6)
    offset += 6
    report(.joinedTime("\(date) \(time)", at: range(start, offset)))
    add(.invalid, from: start)
    return true
  }

  private func startsDate(at index: Int) -> Bool {
    (0..<4).allSatisfy { digit(index + $0) } && index + 4 < bytes.count
      && bytes[index + 4] == UInt8(ascii: "-")
  }

  /// The minutes of the day that `2200` and `0500` mean.
  private static func times(_ first: Int, _ second: Int) -> (Int, Int)? {
    func minute(_ digits: Int) -> Int? {
      digits / 100 < 24 && digits % 100 < 60 || digits == 2400 ? digits / 100 * 60 + digits % 100 : nil
    }
    guard let from = minute(first), let to = minute(second) else { return nil }
    return (from, to)
  }

  private mutating func timesWithoutColons(_ times: (Int, Int), from start: Int) {
    let written = text(start, offset)
    let window = "\(TimeOfDay.text(times.0))-\(TimeOfDay.text(times.1))"
    report(.foreignTime(written, meant: window, at: range(start, offset)))
    let end = offset
    offset = start + 4
    add(.time(times.0), from: start)
    offset += 1
    add(.minus, from: offset - 1)
    offset = end
    add(.time(times.1), from: end - 4)
  }

  /// Moves past a date as other places write it, such as `24.12.2026` or `2026/12/24`.
  mutating func foreignDate() -> Bool {
    let start = offset
    var parts: [(count: Int, value: Int)] = []
    var separator: UInt8?
    while parts.count < 3 {
      let partStart = offset
      digits()
      parts.append((offset - partStart, Self.integer(bytes[partStart..<offset])))
      guard parts.count < 3 else { break }
      guard let byte = peek(), byte == UInt8(ascii: "/") || byte == UInt8(ascii: "."), digit(offset + 1),
        byte == separator ?? byte
      else {
        offset = start
        return false
      }
      separator = byte
      offset += 1
    }
    let date: CivilDate?
    if parts[0].count == 4 {
      date = CivilDate(year: parts[0].value, month: parts[1].value, day: parts[2].value)
    } else if separator == UInt8(ascii: ".") || parts[0].value > 12 {
      date = CivilDate(year: parts[2].value, month: parts[1].value, day: parts[0].value)
    } else {
      // Either the day or the month may come first.
      date = nil
    }
    report(.foreignDate(text(start, offset), meant: date, at: range(start, offset)))
    add(date.map { .date($0) } ?? .invalid, from: start)
    return true
  }

  /// Moves past a time on the 12-hour clock; false where something else stands here.
  mutating func twelveHourTime() -> Bool {
    guard let found = TwelveHourClock.read(bytes[offset...]) else { return false }
    let start = offset
    offset = found.end
    let place = range(start, offset)
    if let minute = found.minuteOfDay {
      report(.foreignTime(text(start, offset), meant: TimeOfDay.text(minute), at: place))
      add(.time(minute), from: start)
    } else {
      report(.invalidTime(text(start, offset), at: place))
      add(.invalid, from: start)
    }
    return true
  }

  mutating func time(from start: Int) {
    let hourEnd = offset
    offset += 1
    let minuteDigits = digits()
    let hour = Self.integer(bytes[start..<hourEnd])
    let minute = Self.integer(bytes[(hourEnd + 1)..<offset])
    let suffixStart = offset
    if peek() == UInt8(ascii: ":"), digit(offset + 1) {
      offset += 1
      digits()
    }
    while let byte = peek(), byte.isNamePart { offset += 1 }
    let place = range(start, offset)
    let valid =
      minuteDigits == 2 && suffixStart == offset && (hour < 24 && minute < 60 || hour == 24 && minute == 0)
    guard valid else {
      report(.invalidTime(text(start, offset), at: place))
      return add(.invalid, from: start)
    }
    if hourEnd - start != 2 { report(.shortHour(meant: TimeOfDay.text(hour * 60 + minute), at: place)) }
    add(.time(hour * 60 + minute), from: start)
  }

  /// The value of a short run of digits; a long one gives a number that no check accepts.
  private static func integer(_ digits: ArraySlice<UInt8>) -> Int {
    digits.count > 6 ? Int.max / 1000 : digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
