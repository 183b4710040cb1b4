import Runtime
import ScheduleLang
import Testing

@Suite("Saved memory")
struct SavedMemoryTests {
  /// `when soc < 50% for SECONDS` with a hysteresis of 5 %.
  private func schedule(threshold: Double = 50, seconds: Int = 0) -> Schedule {
    var schedule = Schedule.of()
    schedule.hysteresis = 5
    schedule.hysteresisSlots = 1
    let root = schedule.condition(.compare(.soc, .less, threshold, slot: 0))
    schedule.holdSlots = seconds > 0 ? 1 : 0
    schedule.rules = [
      .of(
        Guard(.when(root: root, seconds: seconds, slot: seconds > 0 ? 0 : -1), range: nowhere),
        action: .charge)
    ]
    return schedule
  }

  /// The rule that wins at `minute` with `soc`.
  private func winner(_ schedule: Schedule, _ minute: Int, _ soc: Int, _ memory: inout Memory) -> Int? {
    decide(schedule, at: .utc(monday, minute), readings: .soc(soc), memory: &memory).ruleIndex
  }

  @Test("hysteresis goes on after a restart")
  func hysteresis() {
    let schedule = schedule()
    var memory = Memory()
    #expect(winner(schedule, 0, 49, &memory) == 0)
    let saved = memory.saved(of: schedule, at: Moment.utc(monday, 0).instant)
    var restored = Memory(saved, for: schedule, at: Moment.utc(monday, 600).instant)
    var fresh = Memory()
    #expect(winner(schedule, 600, 52, &restored) == 0)
    #expect(winner(schedule, 600, 52, &fresh) == nil)
  }

  @Test("a duration counts no time in which nothing was evaluated", arguments: [(2, 0), (3, nil)])
  func gaps(minute: Int, winner expected: Int?) {
    let schedule = schedule(seconds: 60)
    var memory = Memory()
    #expect(winner(schedule, 0, 40, &memory) == nil)
    #expect(winner(schedule, minute, 40, &memory) == expected)
  }

  @Test("a memory of other questions is not used")
  func otherSchedule() {
    var memory = Memory()
    #expect(winner(schedule(), 0, 49, &memory) == 0)
    let saved = memory.saved(of: schedule(), at: Moment.utc(monday, 0).instant)
    let other = schedule(threshold: 51)
    var restored = Memory(saved, for: other, at: Moment.utc(monday, 1).instant)
    #expect(winner(other, 1, 52, &restored) == nil)
  }

  @Test(
    "durations go on only after an interruption that left no evaluation out", arguments: [(2, 0), (3, nil)])
  func durations(minute: Int, winner expected: Int?) {
    let schedule = schedule(seconds: 60)
    var memory = Memory()
    #expect(winner(schedule, 0, 40, &memory) == nil)
    let saved = memory.saved(of: schedule, at: Moment.utc(monday, 0).instant)
    var restored = Memory(saved, for: schedule, at: Moment.utc(monday, minute).instant)
    #expect(winner(schedule, minute, 40, &restored) == expected)
  }

  @Test("a memory from a clock that was ahead knows no durations")
  func clockSetBack() {
    let schedule = schedule(seconds: 60)
    var memory = Memory()
    _ = winner(schedule, 10, 40, &memory)
    let saved = memory.saved(of: schedule, at: Moment.utc(monday, 10).instant)
    var restored = Memory(saved, for: schedule, at: Moment.utc(monday, 9).instant)
    #expect(winner(schedule, 9, 40, &restored) == nil)
  }
}
