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

  @Test("its sentences are read without a mistake, and formatting them is idempotent")
  func sentences() throws {
    var generator = SentenceGenerator(grammar, seed: 1)
    var count = 0
    let starts = ["file", "line", "site", "tariff", "schedule", "test"]
    for index in 0..<2000 {
      let sentence = generator.sentence(from: starts[index % starts.count])
      let source = SourceFile(path: "sentence.evs", bytes: Array(sentence.utf8))
      guard hasOnlyDaysThatExist(source) else { continue }
      count += 1
      let problems = Parser.parse(source, file: 0).diagnostics
      let shown = DiagnosticRenderer(sources: [source], coloured: false).render(problems)
      try #require(problems.isEmpty, "\(shown)\nin\n\(sentence)")

      let once = try Formatter.format(source).get()
      let twice = try Formatter.format(SourceFile(path: "sentence.evs", bytes: Array(once.utf8))).get()
      try #require(once == twice, "from\n\(sentence)")
    }
    #expect(count > 1800)
    try requireEveryWay(of: generator)
  }

  /// Sentences that leave out a part of the grammar show nothing about it.
  private func requireEveryWay(of generator: SentenceGenerator) throws {
    for name in grammar.names where !["COMMENT", "KEYWORD", "UNFIT_FOR_PERIODS"].contains(name) {
      for expression in grammar.rules[name]?.all ?? [] {
        switch expression {
        case .choice(let number, let ways):
          for way in ways.indices {
            try #require(generator.taken[.init(choice: number, way: way)] != nil, "\(name): \(ways[way])")
          }
        case .repeated(let number, let part, _, let isBounded) where isBounded || !Grammar.isLexical(name):
          for way in 0...1 {
            try #require(generator.taken[.init(choice: number, way: way)] != nil, "\(name): \(part)")
          }
        default: continue
        }
      }
    }
  }

  @Test(
    "the reader refuses what is not in the notation",
    arguments: ["a", "a ::=", "a ::= (\"b\"", "a ::= [b", "a ::= b a ::= c"])
  func reader(text: String) {
    #expect(throws: GrammarReader.Mistake.self) { try GrammarReader.read(text) }
  }
}
