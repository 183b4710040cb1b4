import ScheduleLang
import Testing

@Suite("Scenarios in tests")
struct ScenarioTests {
  private func compile(_ lines: String) -> Compilation {
    ScheduleLangTests.compile("let low = 20%\nschedule \"a\" { otherwise: idle }\ntest \"t\" {\n\(lines)\n}")
  }

  private func scenario(_ lines: String) throws -> TestScenario {
    let compilation = compile(lines)
    #expect(compilation.marks.isEmpty)
    return try #require(compilation.program?.tests.first?.scenarios.first)
  }

  @Test("the example of the language is read as it is meant")
  func example() throws {
    let scenario = try scenario(
      "from Mon 15:00, soc 60%, every 1min -0.3% for 3h:\n at 15:30: idle\n at 16:00-17:00: V2G")
    #expect(scenario.days == .weekday(.monday) && scenario.minute == 900 && scenario.length == 3 * 3600)
    let soc = try #require(scenario.readings[.soc])
    #expect(soc.state(at: 0) == .value(60) && soc.state(at: 59) == .value(60))
    guard case .value(let value) = soc.state(at: 100 * 60) else {
      Issue.record("the SoC is known throughout")
      return
    }
    #expect(abs(value - 30) < 1e-9)
    // Behind its end it stays.
    #expect(soc.state(at: 3 * 3600) == soc.state(at: 9 * 3600) && soc.last.map { abs($0 - 6) < 1e-9 } == true)
    #expect(scenario.expectations.map(\.start) == [930, 960])
    #expect(scenario.expectations.map(\.end) == [nil, 1020])
    #expect(scenario.expectations.map(\.decision) == [.idle, Decision(.discharge, -16, -16)])
  }

  @Test("a series goes from segment to segment, and a change starts where the one before it ended")
  func segments() throws {
    let scenario = try scenario(
      """
      from 10:00, home 1kW for 10min, unknown for 5min, every 2min 100W for 10min, stale for 5min, low_power,
           unplugged for 1min, plugged in:
          at 10:00: idle
      """.replacing("low_power", with: "2kW"))
    let home = try #require(scenario.readings[.home])
    let states = [0, 599, 600, 900, 1019, 1020, 1499, 1500, 1799, 1800, 99_999].map { home.state(at: $0) }
    #expect(
      states == [
        .value(1000), .value(1000), .unknown, .value(1000), .value(1000), .value(1100), .value(1400),
        .stale(1500, seconds: 0), .stale(1500, seconds: 299), .value(2000), .value(2000),
      ])
    #expect(scenario.plug?.isPluggedIn(at: 59) == false && scenario.plug?.isPluggedIn(at: 60) == true)
    #expect(scenario.length == nil)
  }

  @Test("each time is the first that is not before the one above it; days are those after the start")
  func times() throws {
    let starts = { (lines: String) in try self.scenario(lines).expectations.map(\.start) }
    #expect(
      try starts("from 22:00, soc 50%:\nat 22:00: idle\nat 21:59: idle\nat 22:00: idle")
        == [1320, 1440 + 1319, 1440 + 1320])
    #expect(try starts("from Fri 22:00, soc 50%:\nat Sun 06:00: idle\nat 05:00: idle") == [3240, 4620])
    #expect(
      try starts("from 2026-12-24 22:00, soc 50%:\nat 2026-12-25 06:00: idle\nat Sat 07:00: idle") == [
        1800, 3300,
      ])
    let night = try scenario("from 22:00, soc 50%:\nat 23:00-01:00: idle\nat 23:30-24:00: idle").expectations
    #expect(night.map(\.end) == [1500, 1440])
  }

  @Test("rows with readings stand apart from the scenario above them")
  func rows() throws {
    let test = try #require(
      compile(
        "at 12:00: idle\nfrom 10:00, soc 5%:\nat 11:00: idle\nat 12:00, soc 5%: idle\nfrom 10:00, soc low: at 10:01: idle"
      ).program?.tests.first)
    #expect(test.rows.count == 2 && test.scenarios.map(\.expectations.count) == [1, 1])
    #expect(test.scenarios[1].readings[.soc]?.state(at: 0) == .value(20))
  }

  @Test(
    "what is wrong in a scenario is marked, once",
    arguments: [
      ("from 10:00, soc 60%, every 1min -0.3%:\nat 10:01: idle", "E0201 "),
      ("from 10:00, soc 60%, every 1min +0.3% for 1h:\nat 10:01: idle", "E0201 +"),
      ("from 10:00, soc every 1min 1% for 1h:\nat 10:01: idle", "E0201 every"),
      ("from 10:00, soc unknown for 1min, every 1min 1% for 1h:\nat 10:01: idle", "E0201 1%"),
      ("from 10:00, soc 60%, every 1min 1% for 1h:\nat 10:01: idle", "E0306 every 1min 1% for 1h"),
      ("from 10:00, home 60W, every 1min -1W for 90min:\nat 10:01: idle", "E0306 every 1min -1W for 90min"),
      ("from 10:00, soc 60%, every 1min 1W for 5min:\nat 10:01: idle", "E0304 1W"),
      ("from 10:00, soc 60%, every 1 1% for 5min:\nat 10:01: idle", "E0305 1"),
      ("from 10:00, soc 60%, unknown, 50%:\nat 10:01: idle", "E0324 "),
      ("from 10:00, soc 60%, soc 50%:\nat 10:01: idle", "E0302 soc 50%"),
      ("from 10:00, sco 60%:\nat 10:01: idle", "E0201 sco"),
      ("from 10:00, soc 60% for 1h:\nat 11:01: idle", "E0324 11:01"),
      ("from 10:00, soc 60% for 1h:\nat Mon 10:01: idle", "E0324 Mon 10:01"),
      ("from 10:00, soc 60%:\nat 10:01-10:01: idle", "E0310 10:01-10:01"),
      ("from 10:00, soc 60%:\nat 10:01: charge to 80%", "E0309 charge to 80%"),
      ("from 10:00, soc 60%\nat 10:01-10:05: idle", "E0202 "),
      ("from 10:00, soc 60%:\nat 10:01-10:05 idle", "E0202 "),
      ("from 10:00, soc 60% {\nat 10:01-10:05: idle\n}", "E0201 {"),
      ("from 10:00, soc 60%: idle", "E0201 idle"),
      ("from 10:00, soc 60%:", "E0201 }"),
      ("form 10:00, soc 60%:\nat 10:01: idle", "E0201 form"),
      ("from 10:00, soc 60%:\nat 10:01-10:02, soc 50%: idle", "E0201 ,"),
      ("at 10:00, soc 60%, every 1min -0.3% for 3h: idle", "E0201 every"),
      ("from 2026-12-24 22:00, soc 50%:\nat 2026-12-23 06:00: idle", "E0324 2026-12-23 06:00"),
      ("from 10:00, soc 60%:\nat 25:00: idle\nat 10:02: idle", "E0107 25:00"),
    ])
  func mistakes(lines: String, mark: String) {
    let compilation = compile(lines)
    #expect(compilation.marks == [mark], "\(compilation.diagnostics.map(\.message))")
  }

  @Test("numbers of any size are answered")
  func extremes() {
    let huge = "999999999999kW"
    #expect(
      compile("from 10:00, home \(huge), every 1s -\(huge) for 8784h:\nat 10:01: idle").marks.count == 1)
    #expect(compile("from 10:00, grid \(huge), every 1s \(huge) for 8784h:\nat 10:01: idle").marks.isEmpty)
    #expect(compile("from 10:00, soc 1%, every 0s 1% for 1h:\nat 10:01: idle").marks == ["E0306 0s"])
    let segments = Array(repeating: "1% for 8784h", count: 2000).joined(separator: ", ")
    #expect(compile("from 10:00, soc \(segments):\nat 10:01: idle").marks.isEmpty)
  }
}
