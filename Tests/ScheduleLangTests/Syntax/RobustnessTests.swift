import Foundation
import ScheduleLang
import SeededRandomness
import Testing

/// Nonsense of every kind: it must never trap, and either compile or be explained.
@Suite("Robustness")
struct RobustnessTests {
  /// Compiles and renders; a program is there exactly if there is no error.
  @discardableResult
  private func survive(_ bytes: [UInt8]) -> Compilation {
    let compilation = ScheduleCompiler()
      .compile(SourceFile(path: "test.evs", bytes: bytes))
    let hasErrors = compilation.diagnostics.contains { $0.severity == .error }
    #expect(hasErrors == (compilation.program == nil))
    let text = DiagnosticRenderer(sources: compilation.sources, coloured: false).render(
      compilation.diagnostics)
    #expect(text.isEmpty == compilation.diagnostics.isEmpty)
    for diagnostic in compilation.diagnostics {
      let size = compilation.sources[diagnostic.range.file].bytes.count
      #expect(0 <= diagnostic.range.start && diagnostic.range.start <= diagnostic.range.end)
      #expect(diagnostic.range.end <= size)
    }
    return compilation
  }

  @discardableResult
  private func survive(_ text: String) -> Compilation { survive(Array(text.utf8)) }

  @Test("random bytes")
  func randomBytes() {
    var random = SeededGenerator(seed: 1)
    for length in 0..<150 {
      survive((0..<length).map { _ in UInt8.random(in: 0...255, using: &random) })
      survive((0..<length).map { _ in UInt8.random(in: 0x09...0x7F, using: &random) })
    }
  }

  @Test("random words of the language")
  func tokenSoup() {
    let words =
      Keyword.allCases.map(\.spelling) + [
        "{", "}", "(", ")", ":", ",", "=", "+", "-", "..", "<", "<=", ">", ">=", "\n", "\"a\"", "80%", "16A",
        "52kWh",
        "10min", "24.85p", "07:00", "24:00", "22:00-05:00", "2026-12-25", "x", "Flux", "peak", "charger",
        "simulated",
        "timezone", "battery", "# c\n", "==", "5pm", "12", "$",
      ]
    var random = SeededGenerator(seed: 2)
    for _ in 0..<150 {
      let count = Int.random(in: 1...60, using: &random)
      let soup = (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }.joined(
        separator: " ")
      survive(soup)
      survive("schedule \"a\" {\n\(soup)\n}")
      survive("site { timezone \"UTC\" \(soup) }")
    }
  }

  @Test("every prefix of a schedule, and every one without a byte")
  func truncation() {
    let text = Array(
      """
      site "home" { timezone "UTC" battery 52kWh meter simulated charger simulated { current 3A..16A   soc 5%..97% } }
      tariff T { cheap 02:00-05:00 import 14.91p }
      let h = 2026-12-25, 2026-12-26
      schedule "a" { on (Sat, h), during T cheap, when not (soc in 5%..9% or home > 1kW) for 5min { charge to 50% then S2V + V2H } }
      test "t" { at Mon 02:30, soc unknown: charge at 3A }
      """.utf8)
    #expect(survive(text).diagnostics.isEmpty)
    for index in text.indices {
      survive(Array(text[..<index]))
      survive(Array(text[..<index] + text[(index + 1)...]))
    }
  }

  @Test(
    "nesting of 10,000 levels",
    arguments: [
      "schedule \"a\" { when " + String(repeating: "(", count: 10_000),
      "schedule \"a\" { when " + String(repeating: "not ", count: 10_000) + "unplugged: idle }",
      "schedule \"a\" " + String(repeating: "{ on Sat ", count: 10_000),
      "schedule \"a\" { during " + String(repeating: "(", count: 10_000) + "01:00-02:00",
      "schedule \"a\" { on " + String(repeating: "(", count: 10_000) + "Sat",
      "schedule \"a\" { " + String(repeating: "charge to 5% then ", count: 10_000) + "idle }",
      "let a = " + String(repeating: "(", count: 10_000), String(repeating: "}", count: 10_000),
      String(repeating: "{", count: 10_000),
      "site { " + String(repeating: "charger simulated { ", count: 10_000),
    ])
  func nesting(text: String) { #expect(survive(text).program == nil) }

  private static let findings = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Fuzz/Findings").standardizedFileURL

  @Test("what the fuzzer has found")
  func findings() throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.findings, includingPropertiesForKeys: nil)
    #expect(files.count >= 2)
    for file in files {
      let bytes = [UInt8](try Data(contentsOf: file))
      survive(bytes)
      let source = SourceFile(path: file.lastPathComponent, bytes: bytes)
      #expect(Lexer.lex(source, file: 0).tokens.allSatisfy { $0.range.start <= $0.range.end })
      guard let once = try? Formatter.format(source) else { continue }
      guard let twice = try? Formatter.format(SourceFile(path: "again.evs", bytes: Array(once.utf8))) else {
        Issue.record("\(file.lastPathComponent) cannot be formatted again")
        continue
      }
      #expect(once == twice)
    }
  }

  @Test("chains and lists of names that would grow without end")
  func names() {
    let chain = (0..<20_000).map { "let a\($0) = a\($0 + 1)" }.joined(separator: "\n")
    #expect(survive(chain).diagnostics.contains { $0.code == .nestingTooDeep })
    let tariffs = (0..<5000).map { "tariff T\($0) { p T\($0 + 1) p }" }.joined(separator: "\n")
    #expect(survive(tariffs).diagnostics.contains { $0.code == .nestingTooDeep })
    let windows = (0..<40).map { "let w\($0 + 1) = w\($0), w\($0)" }.joined(separator: "\n")
    #expect(survive("let w0 = 01:00-02:00\n" + windows).diagnostics.contains { $0.code == .outOfRange })
    let days = (0..<40).map { "let d\($0 + 1) = d\($0), d\($0)" }.joined(separator: "\n")
    #expect(survive("let d0 = Sat\n" + days).diagnostics.contains { $0.code == .outOfRange })
    let actions = (0..<2000).map { "let a\($0) = charge to 5% then a\($0 + 1)" }.joined(separator: "\n")
    #expect(survive(actions).program == nil)
  }

  @Test("16 MB in one line")
  func longLine() { survive([UInt8](repeating: UInt8(ascii: "#"), count: 16 << 20)) }

  @Test("100 kB in one line", arguments: ["a", "9", "(", "\"", " ", "-", "é", "$ ", "\r", "0A ", "Sat, "])
  func line(piece: String) { survive(String(repeating: piece, count: 100_000 / piece.utf8.count)) }

  @Test(
    "odd characters and ends",
    arguments: [
      "", "\n", "\u{FEFF}", "\0", "idle\0", "\"", "\"\\", "1", "1.", "1..", ".", "-", "2026-", "2026-12-2",
      "12:", "12:3",
      "schedule \"\0\" { otherwise: idle }", "schedule \"a\u{202E}b\" { otherwise: idle }",
      "# only a comment",
      "schedule \"a\" {\r\n\totherwise: idle\r\n}\r\n", "schedule \"a\" {\r\totherwise: idle\r}",
      "99999999999999999999",
      "let a = -", "let a = - 5%", "let a = 999999999999kWh", "use \"\"", "use \"/\"", "use \"../../..\"",
    ])
  func oddities(text: String) { survive(text) }
}
