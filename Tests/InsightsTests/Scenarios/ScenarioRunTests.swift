import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Scenarios")
struct ScenarioRunTests {
  private let today = CivilDate(dayNumber: 20_780)  // 2026-11-23

  private func report(_ body: String, site: String = "", test: String) throws -> (CompiledText, TestReport) {
    let text = try CompiledText.schedule(body, site: site, after: "test \"t\" {\n\(test)\n}")
    return (text, TestReport(text.program.tests, of: text.subject, today: today))
  }

  private func passes(_ body: String, site: String = "", _ test: String) throws -> Bool {
    try report(body, site: site, test: test).1.isPassed
  }

  @Test("hysteresis carries over from one evaluation to the next")
  func hysteresis() throws {
    // 70 % is reached on the way down at 10:10; 68 % is the first that is 2 % below.
    let body = "hysteresis 2%\nwhen soc >= 70%: V2H\notherwise: S2V"
    let falling = "from 10:00, soc 80%, every 1min -1% for 15min:\n"
    #expect(try passes(body, falling + "at 10:00-10:12: V2H\nat 10:12-10:16: S2V"))
    #expect(try !passes(body, falling + "at 10:11: S2V"))
    #expect(try !passes(body, falling + "at 10:12: V2H"))
    // On the way up nothing is remembered that would keep it.
    #expect(
      try passes(body, "from 10:00, soc 60%, every 1min 1% for 15min:\nat 10:00-10:10: S2V\nat 10:10: V2H"))
  }

  @Test("a duration is counted from when its condition began to hold, and begins anew when that breaks")
  func duration() throws {
    let body = "when exporting > 1kW for 5min: S2V\notherwise: idle"
    let test =
      "from 10:00, exporting 0W for 10min, 2kW for 4min, 0W for 1min, 2kW for 20min, unknown for 1min, 2kW:\n"
    #expect(
      try passes(
        body, test + "at 10:00-10:20: idle\nat 10:20-10:35: S2V\nat 10:35-10:41: idle\nat 10:41: S2V"))
    #expect(try !passes(body, test + "at 10:14: S2V"))
  }

  @Test("a power that falls silent counts for as long as the site says")
  func stalePower() throws {
    let body = "when home > 1kW: V2H\notherwise: idle"
    let test = "from 10:00, soc 50%, home 2kW for 10min, stale for 10min, 2kW:\n"
    // The last reading is a minute old at 10:11.
    #expect(try passes(body, test + "at 10:10: V2H\nat 10:11-10:20: idle\nat 10:20: V2H"))
    #expect(try passes(body, site: "stale after 5min", test + "at 10:10-10:16: V2H\nat 10:16: idle"))
  }

  @Test("a SoC that falls silent is believed through five minutes of power, and without power for good")
  func staleSoC() throws {
    let test = "from 10:00, soc 50% for 10min, stale for 30min, 55%:\n"
    let unknown = "when soc unknown: charge at 3A\n"
    // The last value came at 10:09, so power has flowed for five minutes without one at 10:14.
    #expect(
      try passes(
        unknown + "otherwise: charge",
        test + "at 10:00-10:14: charge\nat 10:14-10:40: charge at 3A\nat 10:40: charge"))
    #expect(try passes(unknown + "otherwise: idle", test + "at 10:00-10:41: idle"))
  }

  @Test("a SoC that a scenario gives is true, however far it jumps")
  func jumps() throws {
    let body = "when soc < 5%: charge\nwhen soc < 50%: S2V\notherwise: idle"
    #expect(
      try passes(
        body,
        "from 10:00, soc 70% for 1min, 2% for 1min, 40%:\nat 10:00: idle\nat 10:01: charge\nat 10:02: S2V"))
  }

  @Test("without a car the SoC is unknown")
  func unplugged() throws {
    let body = "when unplugged: idle\nwhen soc unknown: charge at 3A\notherwise: charge"
    #expect(
      try passes(
        body, "from 10:00, soc 50%, unplugged for 5min, plugged in:\nat 10:00-10:05: idle\nat 10:05: charge"))
    #expect(
      try passes(
        body,
        "from 10:00, soc 50% for 2min, stale, unplugged for 5min, plugged in:\nat 10:05: charge at 3A"))
  }

  @Test("prices are the tariff's unless the scenario gives them")
  func prices() throws {
    let body = "when import price < 15p: charge\notherwise: idle"
    #expect(
      try passes(
        body, site: "tariff Flux",
        "from 01:00, soc 50%:\nat 01:59: idle\nat 02:00-05:00: charge\nat 05:00: idle"))
    #expect(
      try passes(
        body, site: "tariff Flux",
        "from 01:00, soc 50%, import price 10p for 30min, unknown for 2h, 20p:\nat 01:00-01:30: charge\nat 01:30-04:00: idle"
      ))
  }

  @Test(
    "it must hold from every day on that the start names; the first that fails is told, with what was around it"
  )
  func days() throws {
    let body = "on Wed, during 12:00-13:00: V2H\notherwise: idle"
    let (text, report) = try report(body, test: "from 11:00, soc 50%:\nat 11:59: idle\nat 12:30: idle")
    #expect(report.tests[0].rows.map(\.isPassed) == [true, false])
    guard case .failed(let failure) = report.tests[0].rows[1].verdict else { return }
    #expect(failure.explanation.moment.local.description == "2026-01-07 12:30")
    #expect(failure.start?.local.description == "2026-01-07 11:00")
    #expect(failure.course.map(\.moment.local.minute) == Array(747...752))
    #expect(failure.course.allSatisfy { $0.outcome.ruleIndex == 0 && $0.readings.soc == 50 })
    #expect(text.program.tests[0].scenarios[0].expectations.count == 2)
    #expect(try passes(body, "from Thu 11:00, soc 50%:\nat 12:30: idle"))
    #expect(try passes(body, "from Tue 23:00, soc 50%:\nat Wed 12:30: V2H\nat 12:29: idle"))
  }

  @Test("series take elapsed time, times are the clock's")
  func clockChange() throws {
    // Clocks in London go forward over 01:00-02:00 on 2026-03-29.
    let forward = "from 2026-03-29 00:30, soc 50%, every 1min 1% for 40min:\n"
    #expect(
      try passes("when soc >= 80%: idle\notherwise: S2V", forward + "at 00:59: S2V\nat 02:00-02:10: idle"))
    let (_, skipped) = try report("otherwise: S2V", test: forward + "at 01:05: S2V")
    guard case .neverOccurs = skipped.tests[0].rows[0].verdict else {
      Issue.record("01:05 does not occur")
      return
    }
    // They go back on 2026-10-25, and 01:05 comes twice.
    let back = "from 2026-10-25 00:30, soc 50%, every 1min 1% for 50min:\n"
    #expect(try !passes("when soc >= 90%: idle\notherwise: S2V", back + "at 01:05: S2V"))
    #expect(
      try passes("when soc >= 100%: idle\notherwise: S2V", back + "at 00:59: S2V\nat 01:30-02:00: idle"))
    // A scenario that is not about that night does not fail for it.
    let any = "from 00:30, soc 50%, every 1min 1% for 50min:\n"
    #expect(try passes("when soc >= 90%: idle\notherwise: S2V", any + "at 01:05: S2V"))
  }

  @Test("what a scenario expects is what a run over the same readings decides", arguments: 1...20)
  func agreesWithDeciding(seed: UInt64) throws {
    var generator = ScheduleGenerator(seed: seed)
    generator.isMemoryless = false
    let plain = generator.file()
    let head = "from 2026-11-27 14:00, soc 40%, every 3min 1% for 2h, every 2min -1% for 2h, grid -500W:"
    // The oracle: the schedule driven by hand.
    let subject = try CompiledText(plain).subject
    var memory = Memory()
    let start = subject.clocks.moment(local: LocalTime(date: CivilDate(dayNumber: 20_784), minute: 840))
      .instant
    var rows = ""
    for minute in 0..<240 {
      var readings = Readings()
      readings.pluggedIn = true
      readings.grid = Watts(-500)
      readings.soc = minute < 120 ? 40 + minute / 3 : 80 - (minute - 120) / 2
      let decision = subject.decide(
        at: subject.clocks.moment(at: start.adding(seconds: minute * 60)), readings: readings, memory: &memory
      ).decision
      let time = 840 + minute
      rows += "\nat \(TimeOfDay.text(time)): \(subject.text(decision))"
    }
    let text = try CompiledText(plain + "test \"t\" {\n\(head)\(rows)\n}\n")
    let report = TestReport(text.program.tests, of: text.subject, today: today)
    #expect(report.tests[0].rows.count == 240)
    let failing = report.tests[0].rows.first { !$0.isPassed }
    #expect(failing == nil, "\(String(describing: failing))\n\(plain)")
  }

  @Test("a rule is covered where it decides what is expected, in a row or in a scenario")
  func coverage() throws {
    let body = "when soc < 20%: charge\nwhen soc < 40%: S2V\nwhen soc < 60%: V2H\notherwise: idle"
    func unreached(_ test: String) throws -> [Int] {
      let (text, report) = try report(body, test: test)
      return RuleCoverage(report, of: text.subject.schedule).unreached
    }
    #expect(try unreached("at 12:00, soc 10%: charge") == [1, 2, 3])
    // The SoC passes through the other rules, but nothing is expected there.
    let rising = "from 12:00, soc 10%, every 1min 1% for 60min:\n"
    #expect(try unreached(rising + "at 12:00: charge\nat 12:55: idle") == [1, 2])
    #expect(try unreached(rising + "at 12:05-12:10: charge\nat 12:10-12:30: S2V\nat 12:30: V2H") == [3])
    let all = try report(body, test: rising + "at 12:00-12:10: charge")
    #expect(RuleCoverage(all.1, of: all.0.subject.schedule).percent == 25)
  }
}
