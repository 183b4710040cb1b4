import ScheduleLang
import Testing

@testable import Runtime
@testable import evse_run

@Suite("Run line")
struct RunLineTests {
  /// `charge` on line 2 and a file to find it in, on London's clock.
  static func subject() throws -> HomeSchedule {
    let text = "schedule \"test\" {\n    otherwise:   charge  # always\n}\n"
    let range = SourceRange(file: 0, start: 22, end: 43)
    var schedule = Schedule(name: "test", clocks: ["Europe/London"], range: range)
    schedule.rules = [
      Rule(guards: [], action: Action(Decision(.charge, 16, 16), range: range), range: range)
    ]
    return HomeSchedule(
      site: Site(
        timezone: "Europe/London", charger: DeviceConfiguration(driver: "simulated", range: range)),
      schedule: schedule, sources: [SourceFile(path: "test.evs", bytes: Array(text.utf8))],
      clocks: try ClockSet(identifiers: ["Europe/London"]))
  }

  static func snapshot() -> LoopSnapshot {
    LoopSnapshot(
      instant: Instant(seconds: 1_782_918_005), readings: Readings(), meter: nil, charger: nil,
      outcome: Outcome(decision: Decision(.charge, 16, 16), ruleIndex: 0),
      applied: Decision(.charge, 16, 16), setPoint: nil, goal: Amperes(16))
  }

  func line(_ change: (inout LoopSnapshot) -> Void = { _ in }) throws -> String {
    var snapshot = Self.snapshot()
    change(&snapshot)
    return RunLine(snapshot, of: try Self.subject()).text
  }

  @Test("shows local time and the rule's place and text")
  func showsLocalTimeAndTheRulesPlaceAndText() throws {
    let line = try line()
    #expect(line.hasPrefix("2026-07-01 16:00:05 "))
    #expect(line.hasSuffix("  test.evs:2  otherwise: charge"))
  }

  @Test("aligns its columns with the header")
  func alignsItsColumnsWithTheHeader() throws {
    let full = try line {
      $0.readings.soc = 100
      $0.meter = MeterReading(grid: Watts(-12345.6), solar: Watts(9876.4))
      $0.setPoint = Amperes(-16)
    }
    #expect(full.contains("  100%  -12346 W   9876 W      -16 A  test.evs:2"))
    let ruleColumn = RunLine.header.range(of: "rule")?.lowerBound.utf16Offset(in: RunLine.header)
    for text in [full, try line()] {
      #expect(text.range(of: "test.evs")?.lowerBound.utf16Offset(in: text) == ruleColumn)
    }
  }

  @Test("shows what is not known as a dash")
  func showsWhatIsNotKnownAsADash() throws {
    let columns = try line { $0.meter = MeterReading(grid: Watts(.nan), solar: nil) }
      .split(separator: " ").map(String.init)
    #expect(columns[2...5] == ["-", "-", "-", "-"])
  }

  @Test("says what else decides")
  func saysWhatElseDecides() throws {
    #expect(try line { $0.order = Order(.stop) }.hasSuffix("  stopped until resumed"))
    #expect(
      try line {
        $0.outcome = Outcome(decision: .idle, ruleIndex: nil); $0.applied = .idle
      }
      .hasSuffix("  no rule applies"))
    #expect(try line { $0.restraint = .unplugged }.hasSuffix("charge  [no car: idle]"))
    #expect(try line { $0.restraint = .staleMeter }.hasSuffix("charge  [the meter is silent: idle]"))
    #expect(
      try line {
        $0.restraint = .socRange
        $0.applied = .idle
      }.hasSuffix("charge  [charger's SoC range: idle]"))
    let plan = DeadlinePlan(
      deadline: Instant(seconds: 1_782_921_600), target: 80, needed: 7200, available: 3600, actsNow: true,
      start: nil, shortfall: 3.5, isOverdue: false)
    #expect(
      try line { $0.outcome.plan = plan }
        .hasSuffix("charge  [needs 2h by 17:00 and has 1h: it will be 3.5% short]"))
    let late = RunLine(
      Self.snapshot(), of: try Self.subject(), priceProblem: "prices could not be fetched: x")
    #expect(late.text.hasSuffix("charge  [prices could not be fetched: x]"))
    #expect(try line { $0.outcome.clips = [.reserve] }.contains("charge  [reserve"))
  }
}

extension String {
  fileprivate func range(of text: String) -> Range<String.Index>? { firstRange(of: text) }
}
