import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Order of the rules")
struct RuleOrderTests {
  @Test("without rules the charger idles")
  func empty() {
    #expect(Schedule.of().decide(.utc(monday, 0)) == Outcome(decision: .idle, ruleIndex: nil))
  }

  @Test("the first rule all of whose guards hold decides")
  func first() {
    var schedule = Schedule.of()
    let low = schedule.when(.compare(.soc, .lessOrEqual, 30, slot: nil))
    schedule.rules = [
      .of(.during(Window(.daily(start: 960, end: 1140))), low, action: .followHouse),
      .of(.during(Window(.daily(start: 960, end: 1140))), action: .discharge),
      .of(low, action: .charge),
      .of(.on(.weekdays(.tuesday)), action: .followSun),
    ]
    func winner(_ day: Int, _ minute: Int, _ soc: Int?) -> Int? {
      schedule.decide(.utc(monday.adding(days: day), minute), .soc(soc)).ruleIndex
    }
    #expect(winner(0, 960, 30) == 0)
    #expect(winner(0, 960, 31) == 1)
    #expect(winner(0, 960, nil) == 1)
    #expect(winner(0, 1140, 30) == 2)
    #expect(winner(0, 1140, 31) == nil)
    #expect(winner(1, 1140, 31) == 3)
  }

  @Test("a rule that charges to learn the SoC stands aside for a car that takes nothing")
  func noCharge() {
    var schedule = Schedule.of()
    let unknown = schedule.condition(.unknown(.soc))
    let low = schedule.condition(.compare(.soc, .less, 20, slot: nil))
    let either = schedule.when(.or(low, unknown))
    let night = Guard.during(Window(.daily(start: 0, end: 300)))
    schedule.rules = [.of(either, action: .charge), .of(night, action: .charge), .of(action: .followSun)]
    func winner(_ minute: Int, soc: Int?, takesNoCharge: Bool) -> Int? {
      var readings = Readings.soc(soc)
      readings.takesNoCharge = takesNoCharge
      return schedule.decide(.utc(monday, minute), readings).ruleIndex
    }
    #expect(winner(600, soc: nil, takesNoCharge: false) == 0)
    #expect(winner(600, soc: nil, takesNoCharge: true) == 2)
    #expect(winner(600, soc: 10, takesNoCharge: true) == 0, "what it is for is not to learn the SoC")
    #expect(winner(60, soc: nil, takesNoCharge: true) == 1)
  }

  @Test("days as a guard of their own ask for the calendar day on the site's clock")
  func calendarDay() {
    let night = Guard.during(Window(.daily(start: 1320, end: 300)))
    let schedule = Schedule.of(.of(night, .on(.weekdays(.friday)), action: .charge))
    let friday = monday.adding(days: 4)
    #expect(schedule.decide(.utc(friday, 60)).ruleIndex == 0)
    #expect(schedule.decide(.utc(friday.adding(days: 1), 60)).ruleIndex == nil)
  }

  @Test("a list of windows holds where any of them does")
  func anyWindow() {
    let schedule = Schedule.of(
      .of(.during(Window(.daily(start: 0, end: 10)), Window(.daily(start: 20, end: 30))), action: .charge))
    let covered = (0..<60).filter { schedule.decide(.utc(monday, $0)).ruleIndex == 0 }
    #expect(covered == Array(0..<10) + Array(20..<30))
  }
}
