import ScheduleLang
import ScheduleSupport
import SeededRandomness
import Testing

@testable import Insights
@testable import Runtime

@Suite("Policy differences")
struct PolicyDifferenceTests {
  @Test("a schedule does not differ from itself")
  func equal() throws {
    let subject = try CompiledText.schedule("during 02:00-05:00: charge\notherwise: S2V").subject
    #expect(PolicyDifference(from: subject, to: subject, around: monday).isEmpty)
  }

  @Test("a changed threshold on some days is one rectangle of those days")
  func threshold() throws {
    let old = try CompiledText.schedule(
      "during 02:00-05:00 on Mon-Fri, when soc <= 30%: charge\notherwise: S2V")
    let new = try CompiledText.schedule(
      "during 03:00-05:00 on Mon-Fri, when soc <= 30%: charge\notherwise: S2V")
    let difference = PolicyDifference(from: old.subject, to: new.subject, around: monday)
    let cell = try #require(difference.cells.first)
    #expect(difference.cells.count == 1)
    #expect(cell.days == [.monday, .tuesday, .wednesday, .thursday, .friday])
    #expect(cell.minutes == 120..<180 && cell.soc == 0...30)
    #expect(cell.before.decision.action == .charge && cell.after.decision.action == .followSun)
    #expect(cell.before.ruleIndex == 0 && cell.after.ruleIndex == 1)
  }

  @Test("every minute and SoC is in a cell exactly where the decisions differ", arguments: 1...4)
  func agreesWithDeciding(seed: UInt64) throws {
    var generator = ScheduleGenerator(seed: seed)
    let (old, new) = (try CompiledText(generator.file()).subject, try CompiledText(generator.file()).subject)
    let difference = PolicyDifference(from: old, to: new, around: monday)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      let day = Weekday.allCases.randomElement(using: &random) ?? .monday
      let minute = Int.random(in: 0..<1440, using: &random)
      let soc = Bool.random(using: &random) ? Int.random(in: 0...100, using: &random) : nil
      let decisions = [old, new].map { subject -> Decision in
        var readings = Readings.soc(soc)
        readings.pluggedIn = true
        var memory = Memory()
        let date = monday.adding(days: Int(day.rawValue))
        return subject.decide(at: subject.moment(date, minute), readings: readings, memory: &memory).decision
      }
      let cells = difference.cells.filter {
        $0.days.contains(day) && $0.minutes.contains(minute)
          && (soc == nil ? $0.soc == nil : $0.soc?.contains(soc ?? 0) == true)
      }
      #expect(cells.count == (decisions[0] == decisions[1] ? 0 : 1))
      guard let cell = cells.first else { continue }
      #expect(cell.before.decision == decisions[0] && cell.after.decision == decisions[1])
    }
  }
}
