import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Targets")
struct TargetTests {
  @Test(
    "a rule with a target applies until the SoC is there, and not while it is unknown",
    arguments: [
      (Action.charge, true), (.followSun, true), (.followHouse, false), (.discharge, false),
    ])
  func target(action: Action, rises: Bool) {
    let schedule = Schedule.of(.of(action: action.to(53)), .of(action: .idle))
    for soc in 0...100 {
      let expected = (rises ? soc < 53 : soc > 53) ? 0 : 1
      #expect(schedule.decide(.utc(monday, 0), .soc(soc)).ruleIndex == expected)
    }
    #expect(schedule.decide(.utc(monday, 0), .soc(nil)).ruleIndex == 1)
  }

  @Test("a floor does not turn a target round")
  func targetWithFloor() {
    let action = Action(Decision(.followHouse, -16, -3), target: 20, range: nowhere)
    let schedule = Schedule.of(.of(action: action))
    #expect(schedule.decide(.utc(monday, 0), .soc(21)).ruleIndex == 0)
    #expect(schedule.decide(.utc(monday, 0), .soc(20)).ruleIndex == nil)
  }

  @Test("what follows a reached target decides in the rule's name, with its own target")
  func then() {
    let action = Action.charge.to(50, then: .followSun.to(80, then: .idle))
    let schedule = Schedule.of(.of(action: action), .of(action: .followBoth))
    let decisions = [49, 50, 79, 80, nil].map { schedule.decide(.utc(monday, 0), .soc($0)) }
    #expect(decisions.map(\.decision.action) == [.charge, .followSun, .followSun, .idle, .followBoth])
    #expect(decisions.map(\.ruleIndex) == [0, 0, 0, 0, 1])
  }

  @Test("where the last target is reached the next rule decides")
  func thenStandsAside() {
    let schedule = Schedule.of(.of(action: .charge.to(50, then: .followSun.to(80))), .of(action: .discharge))
    #expect(schedule.decide(.utc(monday, 0), .soc(80)).ruleIndex == 1)
  }
}
