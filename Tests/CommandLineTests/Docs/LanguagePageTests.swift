import Foundation
import Insights
import Runtime
import Testing

@testable import ScheduleLang

@Suite("docs/language.md")
struct LanguagePageTests {
  /// One example: its text, the name under which others use it, and the one diagnostic that it is there for.
  struct Example: CustomTestStringConvertible {
    var text: String
    var name: String?
    var code: String?

    var testDescription: String { name ?? String(text.split(separator: "\n")[0]) }
  }

  private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/language.md")

  /// The fenced blocks of the page whose info string starts with `evs`.
  static let examples: [Example] = {
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    return text.components(separatedBy: "\n```evs").dropFirst().map { block in
      let info = block.prefix { $0 != "\n" }.trimmingCharacters(in: .whitespaces)
      let body = block.drop { $0 != "\n" }.dropFirst()
      let code = String(body.prefix(upTo: body.range(of: "```")?.lowerBound ?? body.endIndex))
      let head = code.prefix { $0 != "\n" }
      let name = head.hasPrefix("# ") && head.hasSuffix(".evs") ? String(head.dropFirst(2)) : nil
      return Example(text: code, name: name, code: info.isEmpty ? nil : info)
    }
  }()

  private func compile(_ example: Example) -> Compilation {
    let named = Dictionary(
      Self.examples.compactMap { example in example.name.map { ($0, Array(example.text.utf8)) } },
      uniquingKeysWith: { first, _ in first })
    let compiler = ScheduleCompiler(
      read: { (path) throws(ReadError) in
        guard let bytes = named[path] else { throw ReadError("no example has this name") }
        return bytes
      },
      knowsTimezone: ZoneRules.isKnown)
    return compiler.compile(SourceFile(path: "example.evs", bytes: Array(example.text.utf8)))
  }

  @Test("each example is valid, or has the one diagnostic that its fence names", arguments: examples)
  func compiles(example: Example) {
    let compilation = compile(example)
    let diagnostics = compilation.applyingAllowances(to: [])
    let shown = DiagnosticRenderer(sources: compilation.sources, coloured: false).render(diagnostics)
    #expect(diagnostics.map(\.code.rawValue) == (example.code.map { [$0] } ?? []), "\(shown)")
  }

  /// What the analyses may say of examples that show a construct and are no whole policies.
  private static let tolerated: Set<DiagnosticCode> = [
    .uncoveredTime, .unreachableRule, .unansweredUnknown, .unguardedUnknown, .targetOutsideCharger,
    .overrunTarget, .oscillation, .calendarDayGuard,
  ]

  @Test(
    "the analyses find nothing in the examples but what is in the nature of short ones", arguments: examples)
  func analysed(example: Example) throws {
    guard let program = compile(example).program, let subject = try HomeSchedule(program) else { return }
    let today = try #require(CivilDate(year: 2026, month: 11, day: 23))
    let found = Analysis(subject, tests: program.tests, namedTimes: program.namedTimes, today: today)
      .diagnostics()
    #expect(Set(found.map(\.code)).subtracting(Self.tolerated) == [], "\(found.map(\.message))")
  }

  @Test("each example is formatted", arguments: examples)
  func formatted(example: Example) throws {
    let source = SourceFile(path: "example.evs", bytes: Array(example.text.utf8))
    #expect(try Formatter.format(source) == example.text)
  }

  @Test("the tests in the examples pass", arguments: examples.filter { $0.text.contains("\ntest ") })
  func passes(example: Example) throws {
    let program = try #require(compile(example).program)
    let subject = try #require(try HomeSchedule(program))
    let today = try #require(CivilDate(year: 2026, month: 6, day: 1))
    for test in TestReport(program.tests, of: subject, today: today).tests {
      for row in test.rows {
        let source = program.sources[row.range.file]
        #expect(row.isPassed, "\(source.text(row.range)): \(row.verdict)")
      }
    }
  }

  @Test("they show every word of the language, every setting and every unit")
  func complete() {
    var words: Set<String> = []
    var text = ""
    for example in Self.examples {
      text += example.text
      let source = SourceFile(path: "example.evs", bytes: Array(example.text.utf8))
      for token in Lexer.lex(source, file: 0).tokens {
        words.insert(source.text(token.range).lowercased())
      }
    }
    // Days and months are alike, and the units that the page lists in a table too.
    let days = Keyword.allCases.filter { $0.weekday != nil || $0.month != nil }
    let keywords = Set(Keyword.allCases).subtracting(days).map(\.rawValue)
    #expect(Set(keywords).subtracting(words) == [])
    let settings = DeviceSchema.drivers.values.flatMap(\.values).flatMap(DeviceSchema.words)
    #expect(Set(settings + Parser.siteSettings).subtracting(words) == [])
    for driver in DeviceSchema.drivers.values.flatMap(\.keys) { #expect(text.contains(driver)) }
  }

  @Test("there are enough of them")
  func enough() { #expect(Self.examples.count > 25) }
}
