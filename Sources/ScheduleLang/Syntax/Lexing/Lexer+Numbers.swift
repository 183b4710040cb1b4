// Numbers with their units.
extension Lexer {
  mutating func number() {
    let start = offset
    if hexadecimal() { return }
    if foreignDate() || twelveHourTime() { return }
    let whole = digits()
    if peek() == UInt8(ascii: ","), digit(offset + 1), numberWithComma(from: start) { return }
    if whole == 4, peek() == UInt8(ascii: "-"), digit(offset + 1),
      digit(offset + 2) || peek(2) == UInt8(ascii: "-")
    {
      return date(from: start)
    }
    if whole <= 2, peek() == UInt8(ascii: ":"), digit(offset + 1) { return time(from: start) }
    if peek() == UInt8(ascii: "."), digit(offset + 1) {
      offset += 1
      digits()
    }
    let end = offset
    attachedUnit()
    quantity(from: start, numberEnd: end)
  }

  /// Moves past what stands directly behind a number.
  private mutating func attachedUnit() {
    let end = offset
    while let byte = peek(), byte.isNamePart { offset += 1 }
    if offset == end, peek() == UInt8(ascii: "%") { offset += 1 }
  }

  /// Moves past a number such as `52,5kWh`, which only its unit distinguishes from two in a list; false where there is none.
  private mutating func numberWithComma(from start: Int) -> Bool {
    let comma = offset
    offset += 1
    let isTime = TwelveHourClock.read(bytes[offset...]) != nil
    let decimals = digits()
    let end = offset
    attachedUnit()
    var unit = UnitHabits.unit(meantBy: text(end, offset))
    if offset == end, let spaced = spacedUnit() {
      unit = spaced.unit
      offset = spaced.word.upperBound
    }
    guard let unit, !isTime, let number = Self.decimal(bytes[start..<comma] + [0x2E] + bytes[comma + 1..<end])
    else {
      offset = comma
      return false
    }
    let whole = text(start, comma)
    let meant = whole + "." + text(comma + 1, end) + unit.text
    if decimals == 3, (1...3).contains(comma - start), bytes[start] != UInt8(ascii: "0") {
      // English parts thousands so.
      let thousands = whole + text(comma + 1, end) + unit.text
      report(.ambiguousComma(thousands, or: meant, at: range(start, offset)))
      add(.invalid, from: start)
    } else {
      // Currents are whole: `6,8A` may as well be two of them.
      report(.decimalComma(meant, at: range(start, offset), isCertain: unit.unit != .amperes))
      add(.quantity(Quantity(number.value(times: unit.factor), unit.unit)), from: start)
    }
    return true
  }

  private mutating func quantity(from start: Int, numberEnd: Int) {
    let unitText = text(numberEnd, offset)
    let numberText = text(start, numberEnd)
    guard let number = Self.decimal(bytes[start..<numberEnd]) else {
      report(.numberTooLarge(at: range(start, offset)))
      return add(.invalid, from: start)
    }
    if unitText.isEmpty {
      if let (end, unit) = spacedMoney() {
        offset = end
        return money(numberText, as: unit, number: number.value(times: 100), from: start)
      }
      guard let (word, unit) = spacedUnit() else {
        return add(.quantity(Quantity(number.value(times: 1), .none)), from: start)
      }
      offset = word.upperBound
      report(
        .spaceBeforeUnit(
          numberText + unit.text, gap: range(numberEnd, word.lowerBound), unit: unit.text,
          written: range(numberEnd, word.upperBound)))
      return add(.quantity(Quantity(number.value(times: unit.factor), unit.unit)), from: start)
    }
    if let pence = UnitHabits.money(meantBy: unitText) {
      return money(numberText, as: pence, number: number.value(times: 100), from: start)
    }
    // The parser says how the date is written whose day this is.
    if ["st", "nd", "rd", "th"].contains(unitText.lowercased()) {
      return add(.quantity(Quantity(number.value(times: 1), .none)), from: start)
    }
    let meant = UnitHabits.unit(meantBy: unitText)
    if meant?.text != unitText {
      report(
        .unknownUnit(
          unitText, number: numberText, meant: meant?.text,
          isCertain: UnitHabits.unit(spelt: unitText) != nil, at: range(start, offset)))
    }
    guard let meant else { return add(.invalid, from: start) }
    add(.quantity(Quantity(number.value(times: meant.factor), meant.unit)), from: start)
    if meant.unit.isMoney { perKilowattHour() }
  }

  /// Adds a price in pounds or the like, which schedules write in hundredths.
  private mutating func money(
    _ numberText: String, as unit: Quantity.WrittenUnit, number: Double, from start: Int
  ) {
    let meant = Hundredfold.text(of: numberText) + unit.text
    report(.foreignMoney(text(start, offset), meant: meant, at: range(start, offset)))
    add(.quantity(Quantity(number, unit.unit)), from: start)
    perKilowattHour()
  }

  /// Moves past `/kWh` behind a price, which it says anyway.
  private mutating func perKilowattHour() {
    let start = offset
    guard peek() == UInt8(ascii: "/"), offset + 4 <= bytes.count,
      text(offset + 1, offset + 4).lowercased() == "kwh", peek(4)?.isNamePart != true
    else { return }
    offset += 4
    report(.pricePerUnit(text(start, offset), at: range(start, offset)))
  }

  /// A price with the sign of its money before it, such as `£0.15`; false where none stands here.
  mutating func priceWithSign(from start: Int, sign: String) -> Bool {
    guard let unit = UnitHabits.money(meantBy: sign) else { return false }
    var place = start + sign.utf8.count
    while place < bytes.count, bytes[place] == 0x20 { place += 1 }
    guard digit(place) else { return false }
    offset = place
    digits()
    var numberText = text(place, offset)
    if let mark = peek(), mark == UInt8(ascii: ".") || mark == UInt8(ascii: ","), digit(offset + 1) {
      offset += 1
      let fraction = offset
      digits()
      numberText += "." + text(fraction, offset)
    }
    guard let number = Self.decimal(Array(numberText.utf8)[...]) else {
      report(.numberTooLarge(at: range(start, offset)))
      add(.invalid, from: start)
      return true
    }
    money(numberText, as: unit, number: number.value(times: 100), from: start)
    return true
  }

  /// A unit that only blanks part from the number before it, and the word that it is written as.
  private func spacedUnit() -> (word: Range<Int>, unit: Quantity.WrittenUnit)? {
    var start = offset
    while start < bytes.count, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    guard start > offset, start < bytes.count else { return nil }
    var end = start
    while end < bytes.count, bytes[end].isNamePart { end += 1 }
    if end == start { end += 1 }
    // Longer than any unit: a word that happens to follow.
    guard end - start <= 8 else { return nil }
    return UnitHabits.unit(spelt: text(start, end)).map { (start..<end, $0) }
  }

  /// A word or sign for pounds and the like behind a number, and where it ends.
  private func spacedMoney() -> (end: Int, unit: Quantity.WrittenUnit)? {
    var start = offset
    while start < bytes.count, bytes[start] == 0x20 { start += 1 }
    guard start < bytes.count else { return nil }
    var end = start
    while end < bytes.count, bytes[end].isNamePart { end += 1 }
    if end == start { end += scalar(at: start).utf8.count }
    guard end - start <= 8 else { return nil }
    return UnitHabits.money(meantBy: text(start, end)).map { (end, $0) }
  }

  /// Moves past digits and returns how many there were.
  @discardableResult
  mutating func digits() -> Int {
    let start = offset
    while let byte = peek(), byte.isDigit { offset += 1 }
    return offset - start
  }

  /// A decimal number as written, so that scaling rounds once.
  private struct Decimal {
    var mantissa: Int64
    var divisor: Double

    func value(times factor: Double) -> Double { Double(mantissa) * factor / divisor }
  }

  /// At most twelve digits before the point and four after it; nil where there are more.
  private static func decimal(_ bytes: ArraySlice<UInt8>) -> Decimal? {
    let parts = bytes.split(separator: UInt8(ascii: "."))
    let whole = parts.first?.drop { $0 == UInt8(ascii: "0") } ?? []
    let fraction = parts.count > 1 ? parts[1] : []
    guard whole.count <= 12, fraction.count <= 4 else { return nil }
    var number = Decimal(mantissa: 0, divisor: 1)
    for byte in whole { number.mantissa = number.mantissa * 10 + Int64(byte - 0x30) }
    for byte in fraction {
      number.mantissa = number.mantissa * 10 + Int64(byte - 0x30)
      number.divisor *= 10
    }
    return number
  }
}
