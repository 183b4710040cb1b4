import ScheduleLang
import ScheduleSupport
import SeededRandomness
import Testing

@testable import Insights
@testable import Runtime

/// Comparisons against deciding at many moments.
@Suite("Comparing against brute force")
struct ComparisonBruteForceTests {
  /// How many times the programs of a usual run are compared.
  private static let scale = Thoroughness.cases(1, of: 40)

  private static let start = CivilDate(dayNumber: 20_780)  // Monday 2026-11-23.

  private func file(_ seed: UInt64) -> String {
    var generator = ScheduleGenerator(seed: seed)
    generator.isMemoryless = seed % 3 == 0
    // Plans take long where the code is not optimised.
    generator.looksAhead = Thoroughness.isFull && seed % 2 == 0
    return generator.file()
  }

  /// The program that a text is; nil where it is none.
  private func subject(_ text: String) -> HomeSchedule? {
    let compiler = ScheduleCompiler(knowsTimezone: ZoneRules.isKnown)
    let compilation = compiler.compile(SourceFile(path: "test.evs", bytes: Array(text.utf8)))
    guard let program = compilation.program, let schedule = program.schedule,
      let clocks = try? ClockSet(identifiers: schedule.clocks)
    else { return nil }
    return HomeSchedule(site: program.site, schedule: schedule, sources: program.sources, clocks: clocks)
  }

  /// What a comparison says, held against deciding.
  private func verdict(_ old: String, _ new: String, seed: UInt64) -> ProgramComparison.Verdict? {
    guard let one = subject(old), let other = subject(new) else { return nil }
    let comparison = ProgramComparison(from: one, to: other, start: Self.start)
    if comparison.verdict == .equal {
      let force = BruteForce(old: one, new: other, start: Self.start)
      if let found = force.difference(walks: 50, steps: 8, seed: seed) {
        Issue.record("equal, but \(found)\n\(old)\n---\n\(new)")
      }
    }
    for difference in comparison.differences {
      guard let example = difference.example, example.before.decision != example.after.decision else {
        Issue.record("a difference without an example\n\(old)\n---\n\(new)")
        continue
      }
      #expect(example.before == difference.before && example.after == difference.after, "\(old)\n---\n\(new)")
    }
    return comparison.verdict
  }

  @Test(
    "programs of their own are never called equal where one moment differs", arguments: 0..<UInt64(Self.scale)
  )
  func pairs(block: UInt64) {
    for seed in block * 2..<block * 2 + 2 { _ = verdict(file(seed), file(seed + 1000), seed: seed) }
  }

  @Test("nor are those of which one thing was changed; most changes are shown")
  func mutants() {
    var counts: [ProgramComparison.Verdict: Int] = [:]
    for seed in 0..<UInt64(4 * Self.scale) {
      var mutator = ProgramMutator(seed: seed)
      let text = file(seed)
      guard let mutant = mutator.mutated(text), let verdict = verdict(text, mutant, seed: seed) else {
        continue
      }
      counts[verdict, default: 0] += 1
    }
    #expect((counts[.mayDiffer] ?? 0) <= max(1, counts.values.reduce(0, +) / 10), "\(counts)")
    #expect((counts[.differs] ?? 0) >= Self.scale, "\(counts)")
  }

  @Test("what was only rewritten is called equal, deadlines and prices included")
  func rewrites() {
    var counts: [ProgramComparison.Verdict: Int] = [:]
    for seed in 100..<UInt64(100 + 4 * Self.scale) {
      var mutator = ProgramMutator(seed: seed)
      let text = file(seed)
      let rewrite = mutator.rewritten(text)
      guard rewrite != text, let verdict = verdict(text, rewrite, seed: seed) else { continue }
      counts[verdict, default: 0] += 1
      if verdict == .differs { Issue.record("a rewrite differs\n\(text)\n---\n\(rewrite)") }
    }
    #expect((counts[.mayDiffer] ?? 0) <= max(1, counts.values.reduce(0, +) / 20), "\(counts)")
    #expect((counts[.equal] ?? 0) >= Self.scale, "\(counts)")
  }
}
