import ScheduleLang
import ScheduleSupport
import SeededRandomness
import Testing

@testable import Insights
@testable import Runtime

/// Tables in which samples that conditions cannot tell apart share a case.
@Suite("Tables of guards")
struct GuardTableTests {
  private static let today = CivilDate(dayNumber: 20_780)  // Monday 2026-11-23.

  @Test("have for every sample of every fact what the conditions come to there", arguments: 1...20)
  func entries(seed: UInt64) throws {
    var generator = ScheduleGenerator(seed: seed)
    let compiled = try CompiledText(generator.file())
    let space = DecisionSpace(compiled.subject, from: Self.today)
    var random = SeededGenerator(seed: seed)
    for rule in space.schedule.rules {
      let table = GuardTable(rule.guards, of: space.schedule, facts: space.facts)
      for _ in 0..<40 {
        let samples = space.facts.facts.map { Int.random(in: 0..<$0.values.count, using: &random) }
        var (yes, no) = (SoCSet.all, SoCSet.empty)
        func value(_ fact: Int) -> Double? { space.facts.facts[fact].values[samples[fact]] }
        for item in rule.guards {
          guard case .when(let root, let held) = item.kind else { continue }
          let sets = space.schedule.sets(ofCondition: root, facts: space.facts, value: value)
          let isHeld = try held.map {
            value(try #require(space.facts.number(of: .held(slot: $0.slot)))) == 1
          }
          yes &= isHeld == false ? .empty : sets.yes
          no |= isHeld == false ? sets.no | sets.yes : sets.no
        }
        #expect(table.entry(samples)?.yes == yes)
        #expect(table.entry(samples)?.unknown == .all - yes - no)
      }
    }
  }

  @Test("tell samples apart at their own thresholds only")
  func runs() {
    let values: [Double?] = [nil, -1, 0, 50, 100, 150, 200, 201]
    let runs = SampleRuns(of: values, cuts: [100])
    #expect(runs.starts == [1, 4, 5])
    #expect(values.indices.map(runs.run(of:)) == [0, 1, 1, 1, 2, 3, 3, 3])
    #expect((0..<runs.count).map(runs.first(ofRun:)) == [0, 1, 4, 5])
    var joined = runs
    joined.divide(as: SampleRuns(of: values, cuts: [0, 500]))
    #expect(joined.starts == [1, 2, 3, 4, 5])
    #expect(SampleRuns(of: [0, 1, 2], cuts: [1]).starts == [1, 2])
    #expect(SampleRuns(each: 3).starts == [1, 2])
  }
}
