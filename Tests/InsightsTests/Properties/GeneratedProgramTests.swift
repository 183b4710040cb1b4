import ScheduleLang
import ScheduleSupport
import SeededRandomness
import Testing

@testable import Insights
@testable import Runtime

/// What holds of every program, tried on those that a generator writes.
@Suite("Properties of generated programs")
struct GeneratedProgramTests {
  private static let today = CivilDate(dayNumber: 20_780)  // 2026-11-23

  /// A program and its text with blanks and line breaks where they say nothing.
  private func texts(seed: UInt64) -> (tidy: String, untidy: String) {
    var generator = ScheduleGenerator(seed: seed)
    generator.isMemoryless = false
    let tidy = generator.file() + generator.tests()
    var random = SeededGenerator(seed: seed)
    let untidy = tidy.map { character -> String in
      let dice = Int.random(in: 0..<12, using: &random)
      switch (character, dice) {
      case (" ", 0): return "   "
      case (" ", 1): return "\t"
      case (",", 0): return ","
      case (",", 1): return " ,\n"
      case (":", 0...1): return character.description
      case ("\n", 0): return "  # a comment\n\n\n"
      default: return character.description
      }
    }.joined()
    return (tidy, untidy)
  }

  /// All that a program says, without where and how it is written.
  private func meaning(of text: String) throws -> String {
    let program = try CompiledText(text).program
    let schedule = try #require(program.schedule)
    let parts: [Any] = [
      schedule.rules.map { Rule(guards: unspelt($0.guards), action: $0.action, range: $0.range) },
      schedule.nevers.map { NeverClause($0.kind, guards: unspelt($0.guards), range: $0.range) },
      schedule.conditions, schedule.hysteresis, schedule.reserve as Any,
      program.site.chargerCurrent, program.site.battery as Any,
      // A dictionary has no order of its own.
      program.tests.map { test in
        test.rows.map { row in
          [row.days, row.minute, row.expected, row.readings.map { "\($0)" }.sorted()] as [Any]
        }
      },
      program.tests.flatMap(\.scenarios).map { scenario in
        let series = scenario.readings.map { "\($0)" }.sorted()
        return [scenario.days, scenario.minute, series, scenario.plug as Any, scenario.expectations] as [Any]
      },
    ]
    let place = #/(ScheduleLang\.)?SourceRange\([^)]*\)/#
    return "\(parts)".replacing(place, with: "")
  }

  private func unspelt(_ guards: [Guard]) -> [Guard] { guards.map { Guard($0.kind, range: $0.range) } }

  @Test("formatting is idempotent and keeps the meaning", arguments: 1...40)
  func formatting(seed: UInt64) throws {
    let (tidy, untidy) = texts(seed: seed)
    let once = try Formatter.format(SourceFile(path: "a.evs", bytes: Array(untidy.utf8)))
    let twice = try Formatter.format(SourceFile(path: "a.evs", bytes: Array(once.utf8)))
    #expect(once == twice)
    #expect(try meaning(of: once) == meaning(of: tidy), "\(untidy)\n---\n\(once)")
  }

  private func findings(_ text: String) throws -> (Compilation, [Diagnostic]) {
    let compiled = try CompiledText(text)
    let analysis = Analysis(compiled.subject, tests: compiled.program.tests, today: Self.today)
    return (compiled.compilation, compiled.compilation.applyingAllowances(to: analysis.diagnostics()))
  }

  @Test("every fix that an analysis offers removes its finding")
  func fixes() throws {
    var kinds: Set<DiagnosticCode> = []
    for seed in 1...60 as ClosedRange<UInt64> {
      var generator = ScheduleGenerator(seed: seed)
      generator.isMemoryless = false
      let text = generator.file()
      let (compilation, before) = try findings(text)
      for finding in before {
        for fix in finding.fixes {
          kinds.insert(finding.code)
          let bytes = Fixing.apply(fix.edits, to: compilation.sources[0].bytes)
          let (_, after) = try findings(String(decoding: bytes, as: UTF8.self))
          let count = { (all: [Diagnostic]) in
            all.filter { $0.code == finding.code && $0.message == finding.message }.count
          }
          #expect(
            count(after) < count(before),
            "\(finding.message): \(fix.title)\n\(text)\n---\n\(String(decoding: bytes, as: UTF8.self))")
        }
      }
    }
    // Programs without findings would show nothing.
    #expect(kinds.count >= 2, "\(kinds)")
  }

  @Test("scenarios of any kind are run to their end", arguments: 1...20)
  func scenarios(seed: UInt64) throws {
    let text = try CompiledText(texts(seed: seed).tidy)
    let report = TestReport(text.program.tests, of: text.subject, today: Self.today)
    let expected = text.program.tests.reduce(0) {
      $0 + $1.rows.count + $1.scenarios.reduce(0) { $0 + $1.expectations.count }
    }
    #expect(report.tests.reduce(0) { $0 + $1.rows.count } == expected)
    for row in report.tests.flatMap(\.rows) {
      guard case .failed(let failure) = row.verdict else { continue }
      let decision = failure.explanation.outcome.decision
      #expect(decision != row.expected)
      #expect(failure.course.isEmpty || failure.course.contains { $0.outcome.decision == decision })
    }
  }
}
