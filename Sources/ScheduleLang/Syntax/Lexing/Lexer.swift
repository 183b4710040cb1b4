/// Turns the bytes of a file into tokens; never fails, reports what is wrong and goes on.
public struct Lexer {
  /// Beyond so many mistakes a file is no schedule, and nobody reads on.
  static let maximumDiagnostics = 100

  let bytes: [UInt8]
  let file: Int
  var offset = 0
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
      offset = bytes.count
      add(.end, from: offset)
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
    case 0x20, 0x09: offset += 1
    case 0x0A, 0x0D:
      offset += 1
      if let last = tokens.last, !last.continuesLine, last.kind != .newline { add(.newline, from: start) }
    case UInt8(ascii: "#"):
      while let byte = peek(), !byte.isLineBreak { offset += 1 }
      comments.append(range(start, offset))
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
    while let byte = peek(), byte != UInt8(ascii: "\""), !byte.isLineBreak { offset += 1 }
    if peek() == UInt8(ascii: "\"") {
      offset += 1
      let text = bytes[(start + 1)..<(offset - 1)]
      if let bad = text.firstIndex(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
        report(.invalidCharacters(scalar(at: bad), at: range(bad, bad + 1)))
      }
    } else {
      // A brace at the end of the line is most likely meant as one.
      var end = offset
      while end > start + 1, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
      if bytes[end - 1] == UInt8(ascii: "{") { offset = end - 1 }
      while offset > start + 1, bytes[offset - 1] == 0x20 || bytes[offset - 1] == 0x09 { offset -= 1 }
      let isOneWord = !bytes[start..<offset].contains { $0 == 0x20 || $0 == 0x09 }
      report(.unterminatedString(at: range(start, offset), isOneWord: isOneWord))
    }
    add(.string, from: start)
  }

  // MARK: Small parts

  func peek(_ ahead: Int = 0) -> UInt8? {
    offset + ahead < bytes.count ? bytes[offset + ahead] : nil
  }

  func digit(_ index: Int) -> Bool { index < bytes.count && bytes[index].isDigit }

  func text(_ start: Int, _ end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  func scalar(at index: Int) -> String {
    var end = index + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return text(index, end)
  }

  func range(_ start: Int, _ end: Int) -> SourceRange {
    SourceRange(file: file, start: start, end: end)
  }

  mutating func add(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind: kind, range: range(start, offset)))
  }

  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < Self.maximumDiagnostics { diagnostics.append(diagnostic) }
  }
}

extension UInt8 {
  var isDigit: Bool { self &- 0x30 < 10 }

  var isNamePart: Bool {
    isDigit || (self | 0x20) &- 0x61 < 26 || self == UInt8(ascii: "_")
  }
}
