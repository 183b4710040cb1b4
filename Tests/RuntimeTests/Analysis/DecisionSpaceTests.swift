import ScheduleLang
import Testing

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
      default: break
      }
    }
    return readings
  }

  @Test("holds what is decided at every minute of a week and every SoC", arguments: 1...12)
  func agreesWithDeciding(seed: UInt64) throws {
    var generator = ScheduleGenerator(seed: seed)
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
    var random = SeededGenerator(state: seed)
    for (number, dayClass) in space.timetable.classes.enumerated() {
      for _ in 0..<8 {
        let minute = Int.random(in: 0..<1440, using: &random)
        let day = try #require(dayClass.days.randomElement(using: &random))
        let moment = compiled.subject.clocks.moment(local: LocalTime(date: day, minute: minute))
        // On days with a change of clocks a minute can stand for two; the first pieces' is the one asked for.
        guard dayClass.pieces.count == 1, let here = scenes[number]?[minute] else { continue }
        for scene in here.shuffled(using: &random).prefix(12) {
          let samples = try #require(scene.samples)
          for soc in (0...100).filter({ $0 % 17 == minute % 17 }) + [nil] as [Int?]
          where scene.domain.contains(soc) {
            var memory = Memory()
            let readings = Self.readings(samples, in: space, soc: soc)
            let outcome = compiled.subject.decide(at: moment, readings: readings, memory: &memory)
            let regions = scene.regions.filter { $0.must.contains(soc) }
            let expected = Answer(decision: outcome.decision, rule: outcome.ruleIndex)
            guard regions.count == 1, Answer(decision: regions[0].decision, rule: regions[0].rule) == expected
            else {
              Issue.record("\(moment.local) \(readings): \(expected), not \(regions)\n\(text)")
              return
            }
          }
        }
      }
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
          return compiled.subject.schedule.truth(of: item, at: moment, readings: Readings(), memory: Memory())
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
