import Runtime
import ScheduleLang
import ScheduleSupport
import SeededRandomness
import Testing

@Suite("Conditions")
struct ConditionTests {
  /// Whether a rule that is guarded by the condition applies.
  private func applies(_ kind: ConditionNode.Kind, _ readings: Readings) -> Bool {
    var schedule = Schedule.of()
    schedule.rules = [.of(schedule.when(kind), action: .charge)]
    return schedule.decide(.utc(monday, 0), readings).ruleIndex == 0
  }

  @Test("a comparison holds on its side of the threshold", arguments: 0...100)
  func comparisons(soc: Int) {
    let readings = Readings.soc(soc)
    #expect(applies(.compare(.soc, .less, 30, slot: nil), readings) == (soc < 30))
    #expect(applies(.compare(.soc, .lessOrEqual, 30, slot: nil), readings) == (soc <= 30))
    #expect(applies(.compare(.soc, .greater, 30, slot: nil), readings) == (soc > 30))
    #expect(applies(.compare(.soc, .greaterOrEqual, 30, slot: nil), readings) == (soc >= 30))
    #expect(applies(.between(.soc, 30, 50, slot: nil), readings) == (30...50).contains(soc))
  }

  @Test(
    "an unknown reading is never 0 and compares neither way",
    arguments: Reading.allCases.filter { !$0.isCounter })
  func unknown(reading: Reading) {
    for relation in [Relation.less, .lessOrEqual, .greater, .greaterOrEqual] {
      #expect(!applies(.compare(reading, relation, 0, slot: nil), Readings()))
    }
    #expect(!applies(.between(reading, -1e9, 1e9, slot: nil), Readings()))
    #expect(applies(.unknown(reading), Readings()))
  }

  @Test("importing and exporting are the grid's two sides, never negative")
  func gridSides() {
    var readings = Readings()
    readings.grid = Watts(-700)
    #expect(readings[.exporting] == 700)
    #expect(readings[.importing] == 0)
    #expect(readings[.grid] == -700)
    readings.grid = Watts(300)
    #expect(readings[.exporting] == 0)
    #expect(readings[.importing] == 300)
    #expect(!applies(.unknown(.importing), readings))
  }

  @Test("the plug is known, known the other way, or neither")
  func plug() {
    var readings = Readings()
    #expect(!applies(.pluggedIn, readings) && !applies(.unplugged, readings))
    readings.pluggedIn = true
    #expect(applies(.pluggedIn, readings) && !applies(.unplugged, readings))
    readings.pluggedIn = false
    #expect(!applies(.pluggedIn, readings) && applies(.unplugged, readings))
  }

  @Test("not, and, or follow Kleene's tables for random conditions")
  func kleene() {
    var random = SeededGenerator(seed: 7)
    var seen = (yes: 0, no: 0, unknown: 0)
    for _ in 0..<500 {
      var schedule = Schedule.of()
      let expected = Self.randomCondition(&schedule, depth: 4, &random)
      let root = schedule.conditions.count - 1
      // The condition and its opposite tell the three values apart.
      let opposite = schedule.condition(.not(root))
      schedule.rules = [root, opposite].map {
        .of(Guard(.when(root: $0, held: nil), range: nowhere), action: .charge)
      }
      var readings = Readings.soc(50)
      readings.pluggedIn = true
      let winner = schedule.decide(.utc(monday, 0), readings).ruleIndex
      #expect(winner == expected.map { $0 ? 0 : 1 })
      switch expected {
      case true?: seen.yes += 1
      case false?: seen.no += 1
      case nil: seen.unknown += 1
      }
    }
    #expect(seen.yes > 50 && seen.no > 50 && seen.unknown > 50)
  }

  /// Appends a random condition over SoC 50 (known), the sun (unknown) and the plug (in), and tells its value.
  private static func randomCondition(
    _ schedule: inout Schedule, depth: Int, _ random: inout SeededGenerator
  ) -> Bool? {
    switch depth == 0 ? Int.random(in: 0...3, using: &random) : Int.random(in: 0...6, using: &random) {
    case 0:
      _ = schedule.condition(.compare(.soc, .less, 40, slot: nil))
      return false
    case 1:
      _ = schedule.condition(.pluggedIn)
      return true
    case 2, 3:
      _ = schedule.condition(.compare(.solar, .greater, 1000, slot: nil))
      return nil
    case 4:
      let value = randomCondition(&schedule, depth: depth - 1, &random)
      _ = schedule.condition(.not(schedule.conditions.count - 1))
      return value.map { !$0 }
    case let which:
      let left = randomCondition(&schedule, depth: depth - 1, &random)
      let leftRoot = schedule.conditions.count - 1
      let right = randomCondition(&schedule, depth: depth - 1, &random)
      let rightRoot = schedule.conditions.count - 1
      _ = schedule.condition(which == 5 ? .and(leftRoot, rightRoot) : .or(leftRoot, rightRoot))
      let absorbing = which == 6
      if left == absorbing || right == absorbing { return absorbing }
      return left == nil || right == nil ? nil : !absorbing
    }
  }
}
