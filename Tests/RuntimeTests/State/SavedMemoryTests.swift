import Runtime
import ScheduleLang
import ScheduleSupport
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
        Guard(.when(root: root, held: seconds > 0 ? .init(seconds: seconds, slot: 0) : nil), range: nowhere),
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

  /// `charge to 60% by 07:00`, missed at 50 % on a January morning.
  private func missed() throws -> (schedule: Schedule, drive: PlannedDrive) {
    let deadline = Deadline(minute: 420)
    let schedule = Schedule.of(
      Rule(
        guards: [], action: Action(Action.charge.decision, target: 60, deadline: deadline, range: nowhere),
        range: nowhere),
      .of(action: .idle))
    let start = try #require(Instant(iso: "2026-01-11T06:30:00Z".utf8))
    var drive = PlannedDrive(
      schedule, outlook: try .of(schedule),
      battery: BatteryModel(capacity: WattHours(52_000), socRange: 5...97), soc: 50, from: start)
    drive.run(until: start.adding(seconds: 2400))
    #expect(drive.last.plan?.isOverdue == true)
    return (schedule, drive)
  }

  /// How a schedule decides at 52 %, by what `saved` tells it so many seconds after 07:10.
  private func resumed(_ schedule: Schedule, _ saved: SavedMemory, after seconds: Int, at base: Instant)
    throws
    -> Outcome
  {
    let outlook = try Outlook.of(schedule)
    var memory = Memory(saved, for: schedule, at: base.adding(seconds: seconds))
    // At the start nothing is known.
    let first = outlook.clocks.moment(at: base.adding(seconds: seconds))
    _ = decide(schedule, at: first, readings: Readings(), memory: &memory, outlook: outlook)
    let then = outlook.clocks.moment(at: base.adding(seconds: seconds + 60))
    return decide(schedule, at: then, readings: .soc(52), memory: &memory, outlook: outlook)
  }

  @Test(
    "a missed target outlives a restart, for a day", arguments: [(20, true), (36_000, true), (90_000, false)])
  func missedTarget(seconds: Int, isKept: Bool) throws {
    let (schedule, drive) = try missed()
    let saved = drive.memory.saved(of: schedule, at: drive.now)
    #expect(saved.targets.map(\.isMissed) == [true])
    let outcome = try resumed(schedule, saved, after: seconds, at: drive.now)
    #expect((outcome.plan?.isOverdue == true) == isKept)
    #expect((outcome.ruleIndex == 0) == isKept)
  }

  @Test(
    "a target that is missed while the program restarts is missed", arguments: [(480, true), (900, false)])
  func missedMeanwhile(seconds: Int, isKept: Bool) throws {
    var (schedule, drive) = try missed()
    drive.memory = Memory()
    drive.now = try #require(Instant(iso: "2026-01-11T06:54:00Z".utf8))
    drive.run(until: drive.now.adding(seconds: 60))
    let saved = drive.memory.saved(of: schedule, at: drive.now)
    #expect(saved.targets.map(\.isMissed) == [false])
    #expect(try (resumed(schedule, saved, after: seconds, at: drive.now).plan?.isOverdue == true) == isKept)
  }

  @Test("what a clock that is set back, another schedule or nonsense knows nothing of is forgotten")
  func foreignTargets() throws {
    let (schedule, drive) = try missed()
    var saved = drive.memory.saved(of: schedule, at: drive.now)
    #expect(try resumed(schedule, saved, after: -7200, at: drive.now).plan?.isOverdue != true)
    var other = schedule
    other.rules[0].action.target = 61
    #expect(try resumed(other, saved, after: 20, at: drive.now).plan?.isOverdue != true)
    other = schedule
    other.rules.removeFirst()
    #expect(try resumed(other, saved, after: 20, at: drive.now).plan == nil)
    // Among rules that ask for the same, the first stays the first.
    other = schedule
    other.rules.insert(other.rules[0], at: 0)
    #expect(try resumed(other, saved, after: 20, at: drive.now).ruleIndex == 0)
    for (deadline, target) in [(Int64.max, 60.0), (.min, 60), (0, .nan), (0, .infinity)] {
      saved.targets[0].deadline = Instant(milliseconds: deadline)
      saved.targets[0].target = target
      saved.targets += [SavedTarget(rule: "", target: -1, deadline: Instant(seconds: 0), isMissed: true)]
      _ = try resumed(schedule, saved, after: 20, at: drive.now)
    }
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
