import Foundation
import Testing

@testable import ScheduleLang

@Suite("docs/grammar.ebnf")
struct GrammarTests {
  private let grammar: Grammar

  init() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/grammar.ebnf")
    grammar = try GrammarReader.read(try String(contentsOf: page, encoding: .utf8))
  }

  @Test("every rule is defined, and used unless it is the first or a comment")
  func isClosed() {
    let used = Set(grammar.rules.values.flatMap(\.references))
    #expect(used.subtracting(grammar.names) == [])
    #expect(Set(grammar.names).subtracting(used) == ["file", "COMMENT"])
  }

  @Test("it knows every keyword, unit, driver and setting")
  func isComplete() {
    let keywords = grammar.rules["KEYWORD"]?.texts.map { $0.lowercased() } ?? []
    #expect(Set(keywords) == Set(Keyword.allCases.map(\.rawValue)))
    #expect(keywords.count == Set(keywords).count)
    #expect(grammar.rules["UNIT"]?.texts == Quantity.units.map(\.text))
    let unfit = grammar.rules["UNFIT_FOR_PERIODS"]?.texts ?? []
    #expect(Set(unfit) == Set(Keyword.allCases.filter { !$0.canNamePeriod }.map(\.rawValue)))

    let words = Set(
      grammar.names.filter { !Grammar.isLexical($0) }.flatMap { grammar.rules[$0]?.texts ?? [] })
    let settings = DeviceSchema.drivers.values.flatMap(\.values).flatMap(DeviceSchema.words)
    #expect(Set(settings + Parser.siteSettings).subtracting(words) == [])
    #expect(Set(DeviceSchema.drivers.values.flatMap(\.keys)).subtracting(words) == [])
  }

  /// Whether all words of a sentence are right: the grammar cannot say how long a month is.
  private func hasOnlyDaysThatExist(_ source: SourceFile) -> Bool {
    !Lexer.lex(source, file: 0).diagnostics.contains { $0.code == .invalidDate }
  }

  /// Names that conditions answer, for they are written from habit for something else.
  private static let habits: Set<String> = [
    "time", "hour", "now", "clock", "day", "today", "date", "weekday", "month", "it", "cheap", "expensive",
    "peak",
    "offpeak", "car", "ev", "vehicle", "connected", "the",
  ]

  /// Whether no name of a sentence is nearly one of a reading, as which it would be read, or written from habit.
  private func hasNamesOfItsOwn(_ source: SourceFile) -> Bool {
    let names = Lexer.lex(source, file: 0).tokens.filter { $0.kind == .name }
    guard names.allSatisfy({ !Self.habits.contains(source.text($0.range).lowercased()) }) else {
      return false
    }
    let words = Reading.allCases.flatMap { $0.name.split(separator: " ").map(String.init) }
    return names.allSatisfy { Suggestion.nearest(to: source.text($0.range), among: words) == nil }
  }

  @Test("its sentences are read without a mistake, and formatting them is idempotent")
  func sentences() throws {
    var generator = SentenceGenerator(grammar, seed: 2)
    let starts = ["file", "device", "site", "tariff", "schedule", "test", "line", "device"]
    // Sentences that leave out a part of the grammar show nothing about it.
    var missing = waysNotTaken(by: generator)
    for index in 0..<20_000 where index < 1000 || !missing.isEmpty {
      let sentence = generator.sentence(from: starts[index % starts.count])
      let source = SourceFile(path: "sentence.evs", bytes: Array(sentence.utf8))
      if index % 100 == 0 { missing = waysNotTaken(by: generator) }
      guard hasOnlyDaysThatExist(source), hasNamesOfItsOwn(source) else { continue }
      let problems = Parser.parse(source, file: 0).diagnostics
      let shown = DiagnosticRenderer(sources: [source], coloured: false).render(problems)
      try #require(problems.isEmpty, "\(shown)\nin\n\(sentence)")

      let once = try Formatter.format(source)
      let twice = try Formatter.format(SourceFile(path: "sentence.evs", bytes: Array(once.utf8)))
      try #require(once == twice, "from\n\(sentence)")
    }
    #expect(missing == [])
  }

  /// The choices and repetitions that no sentence has gone, as text.
  private func waysNotTaken(by generator: SentenceGenerator) -> [String] {
    var missing: [String] = []
    for name in grammar.names where !["COMMENT", "KEYWORD", "UNFIT_FOR_PERIODS"].contains(name) {
      for expression in grammar.rules[name]?.all ?? [] {
        let ways: (choice: Int, count: Int)
        switch expression {
        case .choice(let number, let parts): ways = (number, parts.count)
        case .repeated(let number, _, _, let isBounded) where isBounded || !Grammar.isLexical(name):
          ways = (number, 2)
        default: continue
        }
        for way in 0..<ways.count where generator.taken[.init(choice: ways.choice, way: way)] == nil {
          missing.append("\(name): way \(way) of \(expression)")
        }
      }
    }
    return missing
  }

  @Test(
    "the reader refuses what is not in the notation",
    arguments: ["a", "a ::=", "a ::= (\"b\"", "a ::= [b", "a ::= b a ::= c"])
  func reader(text: String) {
    #expect(throws: GrammarError.self) { try GrammarReader.read(text) }
  }
}
