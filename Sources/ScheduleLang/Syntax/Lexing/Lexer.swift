/// Turns the bytes of a file into tokens; never fails, reports what is wrong and goes on.
public struct Lexer {
  private let bytes: [UInt8]
  private let file: Int
  private var offset = 0
  /// The tokens so far, comments left out.
  private(set) var tokens: [Token] = []
  /// The comments, from `#` to before the line break.
  private(set) var comments: [SourceRange] = []
  /// What is wrong.
  private(set) var diagnostics: [Diagnostic] = []

  private init(_ source: SourceFile, file: Int) {
    bytes = source.bytes
    self.file = file
    tokens.reserveCapacity(bytes.count / 4)
  }

  /// The tokens of `source`, the last one `.end`; its comments; and what is wrong in it.
  public static func lex(
    _ source: SourceFile, file: Int
  ) -> (tokens: [Token], comments: [SourceRange], diagnostics: [Diagnostic]) {
    var lexer = Lexer(source, file: file)
    lexer.run()
    return (lexer.tokens, lexer.comments, lexer.diagnostics)
  }

  private mutating func run() {
    if let bad = UTF8Validation.firstInvalidOffset(in: bytes) {
      report(.invalidEncoding(at: range(bad, bad + 1)))
      add(.end, from: bytes.count)
      return
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    while offset < bytes.count { next() }
    add(.newline, from: bytes.count)
    add(.end, from: bytes.count)
  }

  private mutating func next() {
    let start = offset
    let byte = bytes[offset]
    switch byte {
    case 0x20, 0x09, 0x0D: offset += 1
    case 0x0A:
      offset += 1
      if let last = tokens.last, !last.continuesLine, last.kind != .newline { add(.newline, from: start) }
    case UInt8(ascii: "#"):
      while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
      var end = offset
      while end > start, bytes[end - 1] == 0x0D { end -= 1 }
      comments.append(range(start, end))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): number()
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
      word()
    case UInt8(ascii: "\""): string()
    default: symbol()
    }
  }

  // MARK: Words and strings

  private mutating func word() {
    let start = offset
    while let byte = peek(), byte.isNamePart { offset += 1 }
    if let keyword = Keyword.byPackedText[Keyword.pack(bytes[start..<offset])] {
      add(.keyword(keyword), from: start)
    } else {
      add(.name, from: start)
    }
  }

  private mutating func string() {
    let start = offset
    offset += 1
    while let byte = peek(), byte != UInt8(ascii: "\""), byte != 0x0A { offset += 1 }
    if peek() == UInt8(ascii: "\"") {
      offset += 1
      let text = bytes[(start + 1)..<(offset - 1)]
      if let bad = text.firstIndex(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
        report(.invalidCharacter(scalar(at: bad), at: range(bad, bad + 1)))
      }
    } else {
      report(.unterminatedString(at: range(start, offset)))
    }
    add(.string, from: start)
  }

  // MARK: Numbers, dates and times

  private mutating func number() {
    let start = offset
    let whole = digits()
    if whole == 4, peek() == UInt8(ascii: "-"), digit(offset + 1),
      digit(offset + 2) || peek(2) == UInt8(ascii: "-")
    {
      return date(from: start)
    }
    if whole <= 2, peek() == UInt8(ascii: ":"), digit(offset + 1), digit(offset + 2) {
      return time(from: start)
    }
    if peek() == UInt8(ascii: "."), digit(offset + 1) {
      offset += 1
      digits()
    }
    let end = offset
    while let byte = peek(), byte.isNamePart { offset += 1 }
    if offset == end, peek() == UInt8(ascii: "%") { offset += 1 }
    quantity(from: start, numberEnd: end)
  }

  private mutating func quantity(from start: Int, numberEnd: Int) {
    let unitText = String(decoding: bytes[numberEnd..<offset], as: UTF8.self)
    guard let number = Self.decimal(bytes[start..<numberEnd]) else {
      report(.numberTooLarge(at: range(start, offset)))
      return add(.invalid, from: start)
    }
    if unitText.isEmpty {
      if let percent = spacedPercent() {
        report(.spaceBeforePercent(number: range(start, numberEnd), gap: range(numberEnd, percent)))
        offset = percent + 1
        return add(.quantity(Quantity(number.value(times: 1), .percent)), from: start)
      }
      return add(.quantity(Quantity(number.value(times: 1), .none)), from: start)
    }
    guard let unit = Quantity.units.first(where: { $0.text == unitText }) else {
      report(.unknownUnit(unitText, number: text(start, numberEnd), at: range(start, offset)))
      return add(.invalid, from: start)
    }
    add(.quantity(Quantity(number.value(times: unit.factor), unit.unit)), from: start)
  }

  /// Where a `%` stands that only blanks part from the number before it.
  private func spacedPercent() -> Int? {
    var index = offset
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    return index > offset && index < bytes.count && bytes[index] == UInt8(ascii: "%") ? index : nil
  }

  private mutating func date(from start: Int) {
    while let byte = peek(), byte.isDigit || byte == UInt8(ascii: "-") && digit(offset + 1) { offset += 1 }
    let parts = bytes[start..<offset].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      .map { (count: $0.count, value: Self.integer($0)) }
    let wellFormed = parts.map(\.count) == [4, 2, 2]
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

  private mutating func time(from start: Int) {
    let hourEnd = offset
    offset += 1
    let minuteDigits = digits()
    let hour = Self.integer(bytes[start..<hourEnd])
    let minute = Self.integer(bytes[(hourEnd + 1)..<offset])
    var suffixed = false
    while let byte = peek(), byte.isNamePart {
      suffixed = true
      offset += 1
    }
    let valid = minuteDigits == 2 && !suffixed && (hour < 24 && minute < 60 || hour == 24 && minute == 0)
    if valid && hourEnd - start == 2 { return add(.time(hour * 60 + minute), from: start) }
    report(
      .invalidTime(
        text(start, offset), at: range(start, offset), suggestion: valid ? "0" + text(start, offset) : nil))
    add(valid ? .time(hour * 60 + minute) : .invalid, from: start)
  }

  @discardableResult
  private mutating func digits() -> Int {
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

  /// The value of a short run of digits; a long one gives a number that no check accepts.
  private static func integer(_ digits: ArraySlice<UInt8>) -> Int {
    digits.count > 6 ? Int.max / 1000 : digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  // MARK: Symbols

  private mutating func symbol() {
    let start = offset
    if let kind = Self.symbols[bytes[offset]], !followedByForeignPart(bytes[offset]) {
      offset += 1
      return add(kind, from: start)
    }
    let pair = text(start, min(start + 2, bytes.count))
    switch pair {
    case "..":
      offset += 2
      return add(.dots, from: start)
    case "<=", ">=":
      offset += 2
      return add(.relation(pair == "<=" ? .lessOrEqual : .greaterOrEqual), from: start)
    case "==", "!=", "&&", "||", "=>", "=<":
      offset += 2
      report(.foreignOperator(pair, at: range(start, offset)))
      return add(foreignMeaning(pair), from: start)
    default: break
    }
    switch bytes[offset] {
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      offset += 1
      add(.relation(bytes[start] == UInt8(ascii: "<") ? .less : .greater), from: start)
    default:
      let character = scalar(at: start)
      offset += character.utf8.count
      if Self.lookalikes.contains(character) || bytes[start] == UInt8(ascii: "!") {
        report(.foreignOperator(character, at: range(start, offset)))
        add(foreignMeaning(character), from: start)
      } else {
        report(.invalidCharacter(character, at: range(start, offset)))
        add(.invalid, from: start)
      }
    }
  }

  private static let symbols: [UInt8: Token.Kind] = [
    UInt8(ascii: ","): .comma, UInt8(ascii: ":"): .colon, UInt8(ascii: "="): .equals,
    UInt8(ascii: "+"): .plus,
    UInt8(ascii: "-"): .minus, UInt8(ascii: "("): .leftParenthesis, UInt8(ascii: ")"): .rightParenthesis,
    UInt8(ascii: "{"): .leftBrace, UInt8(ascii: "}"): .rightBrace,
  ]

  /// Characters that editors and habit put where an ASCII operator belongs.
  private static let lookalikes: Set<String> = ["≤", "≥", "–", "—", "−", "…", "≠", "“", "”"]

  private func followedByForeignPart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "=")
      && [UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "<")].contains(peek(1) ?? 0)
  }

  /// What a foreign operator most likely meant, so that parsing goes on without a second message.
  private func foreignMeaning(_ operatorText: String) -> Token.Kind {
    switch operatorText {
    case "&&": .keyword(.and)
    case "||": .keyword(.or)
    case "!": .keyword(.not)
    case "≤", "=<": .relation(.lessOrEqual)
    case "==", "!=", "≥", "≠", "=>": .relation(.greaterOrEqual)
    case "–", "—", "−": .minus
    case "…": .dots
    default: .invalid
    }
  }

  // MARK: Small parts

  private func peek(_ ahead: Int = 0) -> UInt8? {
    offset + ahead < bytes.count ? bytes[offset + ahead] : nil
  }

  private func digit(_ index: Int) -> Bool { index < bytes.count && bytes[index].isDigit }

  private func text(_ start: Int, _ end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private func scalar(at index: Int) -> String {
    var end = index + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return text(index, end)
  }

  private func range(_ start: Int, _ end: Int) -> SourceRange {
    SourceRange(file: file, start: start, end: end)
  }

  private mutating func add(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind: kind, range: range(start, offset)))
  }

  private mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self &- 0x30 < 10 }

  fileprivate var isNamePart: Bool {
    isDigit || (self | 0x20) &- 0x61 < 26 || self == UInt8(ascii: "_")
  }
}
