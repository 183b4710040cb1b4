import ScheduleLang
import ScheduleSupport
import SeededRandomness
import Testing

@testable import Insights
@testable import Runtime

/// Blocked targets against every decision that a schedule comes to.
@Suite("Blocked targets")
struct BlockedTargetTests {
  /// Rules without facts, whose last has a target, made at random.
  private struct Maker {
    var random: SeededGenerator

    mutating func body() -> String {
      let rises = Bool.random(using: &random)
      var lines = ["when soc unknown: charge at 3A"]
      if Bool.random(using: &random) { lines.append("reserve \(percent())") }
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let kind = ["charge", "discharge", "V2G"].randomElement(using: &random) ?? "charge"
        lines.append("never \(kind), \(guards())")
      }
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let action =
          ["idle", "charge", "S2V", "V2H", "V2G", "S2V + V2H"].randomElement(using: &random) ?? "idle"
        lines.append("\(guards()): \(action)")
      }
      let window = Bool.random(using: &random) ? "during \(hours()): " : ""
      let action =
        rises
        ? ["charge", "S2V"].randomElement(using: &random) : ["V2G", "V2H"].randomElement(using: &random)
      lines.append("\(window)\(action ?? "charge") to \(percent())")
      lines.append("otherwise: idle")
      return lines.joined(separator: "\n")
    }

    private mutating func percent() -> String { "\(Int.random(in: 1...9, using: &random) * 10)%" }

    private mutating func hours() -> String {
      let start = Int.random(in: 0...22, using: &random)
      let end = Int.random(in: (start + 1)...23, using: &random)
      return "\(TimeOfDay.text(start * 60))-\(TimeOfDay.text(end * 60))"
    }

    private mutating func guards() -> String {
      let relation = ["<", "<=", ">", ">="].randomElement(using: &random) ?? "<"
      let condition = "when soc \(relation) \(percent())"
      return Bool.random(using: &random) ? condition : "during \(hours()), \(condition)"
    }
  }

  /// The SoCs at which the last rule but one could apply by its own guards, in the charger's range, and those at which
  /// some minute of its window moves the car its way, by brute force over a day.
  private func bruteForce(_ subject: HomeSchedule) throws -> (own: SoCSet, passable: SoCSet) {
    let schedule = subject.schedule
    let rule = schedule.rules[schedule.rules.count - 2]
    let target = try #require(rule.action.target)
    let rises = rule.action.rises
    let reserve = schedule.reserve ?? -1
    let own = SoCSet { soc in
      rises
        ? Double(soc) < target && soc < subject.site.chargerSoC.upperBound
        : Double(soc) > target && soc > subject.site.chargerSoC.lowerBound && Double(soc) > reserve
    }
    var passable = SoCSet.empty
    let monday = CivilDate(dayNumber: 20_780)
    for minute in stride(from: 0, to: 1440, by: 60) {
      let moment = subject.clocks.moment(local: LocalTime(date: monday, minute: minute))
      let isInTime = rule.guards.allSatisfy { item in
        guard case .during(let windows) = item.kind, case .daily(let start, let end) = windows[0].span else {
          return true
        }
        return (start..<end).contains(minute)
      }
      guard isInTime else { continue }
      for soc in 0...100 {
        var readings = Readings()
        (readings.soc, readings.pluggedIn) = (soc, true)
        var memory = Memory()
        let decision = subject.decide(at: moment, readings: readings, memory: &memory).decision
        if rises ? decision.maximumCurrent > 0 : decision.minimumCurrent < 0 { passable |= SoCSet(soc) }
      }
    }
    return (own, passable)
  }

  @Test("are found just where no minute and no rule moves the car towards them", arguments: 1...8)
  func exact(seed: UInt64) throws {
    var maker = Maker(random: SeededGenerator(seed: seed))
    var blocked = 0
    for _ in 0..<25 {
      let body = maker.body()
      let compiled = try CompiledText.schedule(body)
      let (own, passable) = try bruteForce(compiled.subject)
      let found = Analysis(compiled.subject, today: CivilDate(dayNumber: 20_780)).diagnostics()
        .filter { $0.code == .blockedTarget }
      let missing = own - passable
      let isExpected = !missing.isEmpty && missing != own
      #expect(found.count == (isExpected ? 1 : 0), "\(missing)\n\(body)")
      if isExpected {
        blocked += 1
        #expect(found.first?.message.contains("at \(missing) nothing") == true, "\(found)\n\(body)")
      }
    }
    #expect(blocked > 0)
  }
}
