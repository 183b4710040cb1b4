import ScheduleLang
import ScheduleSupport
import SeededRandomness
import Testing

@testable import Insights
@testable import Runtime

/// The space that the analyses look at against `decide`, minute by minute.
@Suite("The space of decisions")
struct DecisionSpaceTests {
  private static let today = CivilDate(dayNumber: 20_780)  // Monday 2026-11-23.

  /// What is decided in a case, and by which rule.
  private struct Answer: Hashable {
    var decision: Decision
    var rule: Int?
  }

  /// Readings with what each sample says; an index beyond the samples of no fact is left unknown.
  private static func readings(_ samples: [Int], in space: DecisionSpace, soc: Int?) -> Readings {
    var readings = Readings()
    readings.soc = soc
    readings.pluggedIn = true
    for (number, fact) in space.facts.facts.enumerated() {
      let value = fact.values[samples[number]]
      switch fact.kind {
      case .reading(.home): readings.home = value.map { Watts($0) }
      case .reading(.solar): readings.solar = value.map { Watts($0) }
      case .reading(.grid): readings.grid = value.map { Watts($0) }
      case .plug: readings.pluggedIn = value.map { $0 == 1 }
      case .reading(let reading) where reading.isCounter: readings.counters[reading] = value
      case .reading(let reading) where reading.isAhead: readings.ahead[reading] = value
      case .input(let name): readings.inputs[name] = .toggle(value == 1)
      default: break
      }
    }
    return readings
  }

  /// What the facts of each sample leave in memory from the evaluations before `now`.
  private static func memory(_ samples: [Int], in space: DecisionSpace, now: Instant) -> Memory {
    var memory = Memory()
    memory.conditions.fit(space.schedule)
    func holds(_ kind: Fact.Kind) -> Bool {
      space.facts.number(of: kind).map { space.facts.facts[$0].values[samples[$0]] == 1 } ?? false
    }
    for slot in memory.conditions.heldSince.indices where holds(.held(slot: slot)) {
      memory.conditions.heldSince[slot] = now.adding(seconds: -86_400)
    }
    for node in space.schedule.conditions {
      switch node.kind {
      case .compare(.soc, let relation, let threshold, let slot?):
        memory.conditions.wasTrue[slot] = holds(.kept(.compare(relation, threshold)))
      case .between(.soc, let low, let high, let slot?):
        memory.conditions.wasTrue[slot] = holds(.kept(.between(low, high)))
      default: continue
      }
    }
    return memory
  }

  @Test("holds what is decided at every minute of a day and every SoC", arguments: 1...8)
  func agreesWithDeciding(seed: UInt64) throws { try compare(seed, isMemoryless: true) }

  @Test("holds it too where hysteresis and durations remember what was", arguments: 21...28)
  func agreesWithRemembering(seed: UInt64) throws { try compare(seed, isMemoryless: false) }

  /// Asks `decide` about every minute, on some day of some class, in one case of the facts and at every SoC.
  private func compare(_ seed: UInt64, isMemoryless: Bool) throws {
    var generator = ScheduleGenerator(seed: seed)
    generator.isMemoryless = isMemoryless
    let text = generator.file()
    let compiled = try CompiledText(text)
    let space = DecisionSpace(compiled.subject, from: Self.today)

    // Scenes by class of day and minute.
    var scenes: [Int: [Int: [Scene]]] = [:]
    space.forEachScene { scene in
      #expect(scene.samples != nil)
      for occurrence in space.timetable.stretches[scene.stretch].occurrences {
        for minute in occurrence.minutes {
          scenes[occurrence.dayClass, default: [:]][minute, default: []].append(scene)
        }
      }
    }
    var random = SeededGenerator(seed: seed)
    // On days with a change of clocks a minute can stand for two.
    let plain = space.timetable.classes.indices.filter { space.timetable.classes[$0].pieces.count == 1 }
    var deciding: Set<Int> = []
    for minute in 0..<1440 {
      let number = try #require(plain.randomElement(using: &random))
      let day = try #require(space.timetable.classes[number].days.randomElement(using: &random))
      let moment = compiled.subject.clocks.moment(local: LocalTime(date: day, minute: minute))
      guard let scene = scenes[number]?[minute]?.randomElement(using: &random) else { continue }
      let samples = try #require(scene.samples)
      for soc in Array(0...100) + [nil] as [Int?] where scene.domain.contains(soc) {
        var memory = Self.memory(samples, in: space, now: moment.instant)
        let readings = Self.readings(samples, in: space, soc: soc)
        let outcome = compiled.subject.decide(at: moment, readings: readings, memory: &memory)
        if let rule = outcome.ruleIndex { deciding.insert(rule) }
        let regions = scene.regions.filter { $0.must.contains(soc) }
        let expected = Answer(decision: outcome.decision, rule: outcome.ruleIndex)
        guard regions.count == 1, Answer(decision: regions[0].decision, rule: regions[0].rule) == expected
        else {
          Issue.record("\(moment.local) \(readings): \(expected), not \(regions)\n\(text)")
          return
        }
      }
    }
    // What decides somewhere is not found unreachable.
    let ranges = deciding.map { compiled.subject.schedule.rules[$0].range }
    for finding in Analysis(compiled.subject, tests: [], today: Self.today).diagnostics()
    where finding.code == .unreachableRule {
      #expect(!ranges.contains(finding.range), "\(finding.message)\n\(text)")
    }
  }

  @Test("every day falls into the class that answers for it", arguments: 41...48)
  func everyDayHasItsClass(seed: UInt64) throws {
    var generator = ScheduleGenerator(seed: seed)
    let text = generator.file()
    let compiled = try CompiledText(text)
    let space = DecisionSpace(compiled.subject, from: Self.today)
    // What some guard says at each minute of a day, as one string a day.
    func pattern(_ day: CivilDate) -> [Truth] {
      stride(from: 0, to: 1440, by: 30).flatMap { minute -> [Truth] in
        let moment = compiled.subject.clocks.moment(local: LocalTime(date: day, minute: minute))
        return compiled.subject.schedule.rules.flatMap(\.guards).compactMap { item in
          if case .when = item.kind { return nil }
          return compiled.subject.schedule.truth(
            of: item, at: moment, readings: Readings(), memory: ConditionMemory())
        }
      }
    }
    let known = Set(space.timetable.classes.filter { $0.pieces.count == 1 }.map { pattern($0.sample) })
    for offset in stride(from: 0, to: 800, by: 3) {
      let day = Self.today.adding(days: offset)
      // The days on which clocks change have classes of their own.
      let noon = { (date: CivilDate) in
        compiled.subject.clocks.site.offset(
          at: compiled.subject.clocks.moment(local: LocalTime(date: date, minute: 720)).instant)
      }
      guard noon(day.adding(days: -1)) == noon(day), noon(day.adding(days: 1)) == noon(day) else { continue }
      #expect(known.contains(pattern(day)), "\(day)\n\(text)")
    }
  }
}
