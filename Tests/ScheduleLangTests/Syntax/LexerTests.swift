import Foundation
import ScheduleLang
import Testing

@Suite("Lexer")
struct LexerTests {
  private func lex(_ text: String) -> (tokens: [Token], comments: [SourceRange], diagnostics: [Diagnostic]) {
    Lexer.lex(SourceFile(path: "test.evs", bytes: Array(text.utf8)), file: 0)
  }

  private func kinds(_ text: String) -> [Token.Kind] {
    lex(text).tokens.map(\.kind).filter { $0 != .newline && $0 != .end }
  }

  @Test("lexemes, comments and what lies between them glue back to the source")
  func glue() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../schedules").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "evs" }
    #expect(files.count >= 4)
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      let (tokens, comments, diagnostics) = lex(text)
      #expect(diagnostics.isEmpty)
      let bytes = Array(text.utf8)
      var glued: [UInt8] = []
      let pieces = (tokens.filter { $0.kind != .newline }.map(\.range) + comments).sorted {
        $0.start < $1.start
      }
      for piece in pieces {
        #expect(piece.start >= glued.count)
        let between = bytes[glued.count..<piece.start]
        #expect(between.allSatisfy { $0 == 0x20 || $0 == 0x0A }, "only blanks lie between lexemes")
        glued += between + bytes[piece.start..<piece.end]
      }
      #expect(glued == bytes)
    }
  }

  @Test("the longest match wins")
  func longestMatch() throws {
    let date = try #require(CivilDate(year: 2026, month: 12, day: 25))
    #expect(kinds("2026-12-25") == [.date(date)])
    #expect(kinds("2026-12-25..2026-12-25") == [.date(date), .dots, .date(date)])
    #expect(kinds("22:00-05:00") == [.time(1320), .minus, .time(300)])
    #expect(kinds("3A..16A") == [.quantity(Quantity(3, .amperes)), .dots, .quantity(Quantity(16, .amperes))])
    #expect(kinds("3.6kW") == [.quantity(Quantity(3600, .watts))])
    #expect(
      kinds("<=<>=>") == [
        .relation(.lessOrEqual), .relation(.less), .relation(.greaterOrEqual), .relation(.greater),
      ])
    #expect(kinds("wallbox-quasar") == [.name, .minus, .name])
    #expect(kinds("socs Monday _x1") == [.name, .name, .name])
  }

  @Test(
    "quantities carry their unit, in its base",
    arguments: [
      ("80%", Quantity(80, .percent)), ("16A", Quantity(16, .amperes)), ("500W", Quantity(500, .watts)),
      ("3.6kW", Quantity(3600, .watts)), ("52kWh", Quantity(52_000, .wattHours)),
      ("10min", Quantity(600, .seconds)),
      ("2h", Quantity(7200, .seconds)), ("30s", Quantity(30, .seconds)), ("24.85p", Quantity(24.85, .pence)),
      ("24.85c", Quantity(24.85, .cents)), ("230V", Quantity(230, .volts)), ("12345", Quantity(12345, .none)),
      ("0.1kW", Quantity(100, .watts)), ("007A", Quantity(7, .amperes)),
    ])
  func quantities(text: String, expected: Quantity) { #expect(kinds(text) == [.quantity(expected)]) }

  @Test("keywords ignore case, names keep theirs", arguments: ["charge", "CHARGE", "Charge", "cHARGE"])
  func keywordCase(text: String) { #expect(kinds(text) == [.keyword(.charge)]) }

  @Test("every keyword is read in every case")
  func allKeywords() {
    for keyword in Keyword.allCases {
      for text in [keyword.rawValue, keyword.rawValue.uppercased(), keyword.spelling] {
        #expect(kinds(text) == [.keyword(keyword)])
      }
    }
  }

  @Test(
    "a line break ends a statement, except after what cannot end one",
    arguments: [
      ("charge\nidle", true), ("a,\nb", false), ("a:\nb", false), ("a =\nb", false), ("a +\nb", false),
      ("a -\nb", false), ("a..\nb", false), ("a <=\nb", false), ("a and\nb", false), ("a or\nb", false),
      ("a not\nb", false), ("(\nb", false), ("{\nb", false), ("a)\nb", true), ("}\nb", true),
      ("a, # a comment\n\n\n# and another\nb", false), ("a # a comment\nb", true), ("a,\r\nb", false),
      ("a\r\nb", true), ("a\rb", true),
    ])
  func continuation(text: String, ends: Bool) {
    let tokens = lex(text).tokens
    #expect(tokens.dropLast(2).contains { $0.kind == .newline } == ends)
  }

  @Test("comments run to the end of their line", arguments: ["\n", "\r\n", "\r"])
  func comments(lineBreak: String) {
    let text = "idle # one, \"two\" {\(lineBreak)charge"
    let (tokens, comments, diagnostics) = lex(text)
    #expect(diagnostics.isEmpty)
    #expect(tokens.map(\.kind) == [.keyword(.idle), .newline, .keyword(.charge), .newline, .end])
    #expect(comments == [SourceRange(file: 0, start: 5, end: 19)])
  }

  @Test("a byte order mark is skipped")
  func byteOrderMark() {
    let (tokens, _, diagnostics) = lex("\u{FEFF}idle")
    #expect(diagnostics.isEmpty)
    #expect(tokens.first?.kind == .keyword(.idle))
    #expect(tokens.first?.range == SourceRange(file: 0, start: 3, end: 7))
  }

  @Test(
    "what no lexeme starts with is one mistake, however long",
    arguments: ["$", "$$$$$$", "\u{0}", "\u{0}\u{1}\u{2}", "é", "日本", "/", "\u{202E}", "🔋🔋"])
  func invalid(text: String) {
    let (tokens, _, diagnostics) = lex("idle \(text) charge")
    #expect(diagnostics.map(\.code) == [.invalidCharacter])
    #expect(tokens.map(\.kind) == [.keyword(.idle), .invalid, .keyword(.charge), .newline, .end])
  }

  @Test(
    "bytes that are no UTF-8 are shown at the first", arguments: [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80]])
  func invalidEncoding(bytes: [UInt8]) {
    let (tokens, _, diagnostics) = Lexer.lex(
      SourceFile(path: "test.evs", bytes: Array("idle ".utf8) + bytes), file: 0)
    #expect(diagnostics.map(\.code) == [.invalidEncoding])
    #expect(diagnostics.first?.range.start == 5)
    #expect(tokens.last?.kind == .end)
  }

  @Test(
    "numbers have a bounded length",
    arguments: ["1234567890123", "0.00001", String(repeating: "9", count: 5000)])
  func longNumbers(text: String) {
    #expect(lex(text).diagnostics.map(\.code) == [.numberTooLarge])
    #expect(lex(String(repeating: "0", count: 500) + "16A").diagnostics.isEmpty)
  }

  @Test(
    "times of day run from 00:00 to 24:00",
    arguments: [
      ("00:00", 0), ("23:59", 1439), ("24:00", 1440), ("24:01", nil), ("25:00", nil), ("12:60", nil),
      ("12:5", nil), ("12:005", nil), ("12:00:00", nil),
    ]
      as [(String, Int?)])
  func times(text: String, minute: Int?) {
    let (tokens, _, diagnostics) = lex(text)
    #expect(tokens.first?.kind == (minute.map { .time($0) } ?? .invalid))
    #expect(diagnostics.map(\.code) == (minute == nil ? [.invalidTime] : []))
    #expect(tokens.count == 3)
  }

  @Test(
    "dates are days of the calendar",
    arguments: [
      ("2024-02-29", true), ("2026-02-29", false), ("2026-13-01", false), ("2026-00-10", false),
      ("2026-1-1", false), ("2026-12-25T18:00", false),
    ])
  func dates(text: String, valid: Bool) {
    let (tokens, _, diagnostics) = lex(text)
    #expect(diagnostics.map(\.code) == (valid ? [] : [.invalidDate]))
    #expect(tokens.count == 3)
  }

  @Test("a text ends on its line")
  func strings() {
    #expect(kinds("\"a # b\"") == [.string])
    let (tokens, _, diagnostics) = lex("use \"home.evs\nidle")
    #expect(diagnostics.map(\.code) == [.unterminatedString])
    #expect(tokens.map(\.kind) == [.keyword(.use), .string, .newline, .keyword(.idle), .newline, .end])
  }
}
