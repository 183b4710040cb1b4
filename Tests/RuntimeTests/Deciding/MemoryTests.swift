import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Memory")
struct MemoryTests {
  /// Winners minute by minute.
  private func run(_ schedule: Schedule, _ socs: [Int?]) -> [Int?] {
    var memory = Memory()
    return socs.enumerated().map { minute, soc in
      decide(schedule, at: .utc(monday, minute), readings: .soc(soc), memory: &memory).ruleIndex
    }
  }

  private func scheduleWithDuration(seconds: Int) -> Schedule {
    var schedule = Schedule.of()
    let root = schedule.condition(.compare(.soc, .less, 50, slot: nil))
    schedule.holdSlots = 1
    schedule.rules = [
      .of(Guard(.when(root: root, held: .init(seconds: seconds, slot: 0)), range: nowhere), action: .charge)
    ]
    return schedule
  }

  @Test("a duration holds once its condition has held at every evaluation for so long")
  func duration() {
    let winners = run(scheduleWithDuration(seconds: 180), [40, 40, 40, 40, 40, 60, 40, 40, 40, 40])
    #expect(winners == [nil, nil, nil, 0, 0, nil, nil, nil, nil, 0])
  }

  @Test("an unknown reading starts a duration anew")
  func durationUnknown() {
    #expect(
      run(scheduleWithDuration(seconds: 60), [40, 40, nil, 40, 40]) == [nil, 0, nil, nil, 0])
  }

  @Test("a duration runs while an earlier rule decides")
  func durationBehindAnotherRule() {
    var schedule = scheduleWithDuration(seconds: 120)
    schedule.rules.insert(
      .of(.during(Window(.daily(start: 0, end: 2))), action: .idle), at: 0)
    #expect(run(schedule, [40, 40, 40, 40]) == [0, 0, 1, 1])
  }

  @Test("a clock that is set back does not prolong a duration")
  func clockSetBack() {
    let schedule = scheduleWithDuration(seconds: 120)
    var memory = Memory()
    let winners = [100, 10, 11, 12].map {
      decide(schedule, at: .utc(monday, $0), readings: .soc(40), memory: &memory).ruleIndex
    }
    #expect(winners == [nil, nil, nil, 0])
  }

  @Test("a duration of a never clause is remembered too")
  func durationOfNever() {
    var schedule = scheduleWithDuration(seconds: 60)
    schedule.nevers = [NeverClause(.charge, guards: schedule.rules[0].guards, range: nowhere)]
    schedule.rules = [.of(action: .charge)]
    var memory = Memory()
    let actions = (0..<3).map {
      decide(schedule, at: .utc(monday, $0), readings: .soc(40), memory: &memory).decision.action
    }
    #expect(actions == [.charge, .idle, .idle])
  }

  private func scheduleWithHysteresis(_ kind: ConditionNode.Kind) -> Schedule {
    var schedule = Schedule.of()
    schedule.hysteresis = 2
    schedule.hysteresisSlots = 1
    schedule.rules = [.of(schedule.when(kind), action: .charge)]
    return schedule
  }

  @Test("a comparison that has become true stays so until the SoC has left its threshold by the hysteresis")
  func hysteresis() {
    let schedule = scheduleWithHysteresis(.compare(.soc, .less, 50, slot: 0))
    #expect(
      run(schedule, [50, 49, 50, 51, 52, 51, 50, 49, 51, nil, 51])
        == [nil, 0, 0, 0, nil, nil, nil, 0, 0, nil, nil])
  }

  @Test("a range is left at either bound")
  func hysteresisOfRange() {
    let schedule = scheduleWithHysteresis(.between(.soc, 30, 50, slot: 0))
    #expect(
      run(schedule, [29, 30, 29, 28, 29, 50, 51, 52, 51, 50])
        == [nil, 0, 0, nil, nil, 0, 0, nil, nil, 0])
  }
}
