import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Tests in the file")
struct TestReportTests {
  private func verdict(
    _ schedule: Schedule, on days: TestCase.Row.Days = .every, _ minute: Int, soc: Double? = 50,
    readings: [Reading: Double?] = [:], expects expected: Decision
  ) throws -> TestReport.Verdict {
    var readings = readings
    readings[.soc] = .some(soc)
    let row = TestCase.Row(
      days: days, minute: minute, readings: readings, pluggedIn: true, expected: expected, range: nowhere)
    let test = TestCase(name: "t", rows: [row], range: nowhere)
    return TestReport([test], of: try .of(schedule), today: monday).tests[0].rows[0].verdict
  }

  private func failure(_ verdict: TestReport.Verdict) -> LocalTime? {
    if case .failed(let failure) = verdict { failure.explanation.moment.local } else { nil }
  }

  private func isPassed(_ verdict: TestReport.Verdict) -> Bool {
    if case .passed = verdict { true } else { false }
  }

  private let charge = Decision(.charge, 16, 16)

  @Test("a row without a day must hold on every day of this year and the next")
  func everyDay() throws {
    #expect(isPassed(try verdict(.of(.of(action: .charge)), 720, expects: charge)))
    var lastDay = DaySet.daily
    lastDay.excluded = [.date(CivilDate(year: 2027, month: 12, day: 31)!)]
    let schedule = Schedule.of(.of(.on(lastDay), action: .charge))
    #expect(failure(try verdict(schedule, 720, expects: charge))?.date.description == "2027-12-31")
    lastDay.excluded = [.date(CivilDate(year: 2026, month: 1, day: 1)!)]
    #expect(
      failure(try verdict(.of(.of(.on(lastDay), action: .charge)), 720, expects: charge))?.date.description
        == "2026-01-01")
    lastDay.excluded = [.date(CivilDate(year: 2028, month: 1, day: 1)!)]
    #expect(isPassed(try verdict(.of(.of(.on(lastDay), action: .charge)), 720, expects: charge)))
  }

  @Test("a row with a weekday must hold on all of those and only those")
  func weekday() throws {
    let schedule = Schedule.of(.of(.on(.weekdays(.friday)), action: .charge))
    #expect(isPassed(try verdict(schedule, on: .weekday(.friday), 720, expects: charge)))
    #expect(
      failure(try verdict(schedule, on: .weekday(.monday), 720, expects: charge))?.date.weekday == .monday)
  }

  @Test("a row with a date must hold on it")
  func date() throws {
    let schedule = Schedule.of(.of(.on(.date(monday)), action: .charge))
    #expect(isPassed(try verdict(schedule, on: .date(monday), 720, expects: charge)))
    #expect(failure(try verdict(schedule, on: .date(monday.adding(days: 1)), 720, expects: charge)) != nil)
  }

  @Test("a local time that a change of clocks skips is left out, and a row of it alone never occurs")
  func skipped() throws {
    // Clocks in London go forward over 01:00-02:00 on 2026-03-29.
    let spring = CivilDate(year: 2026, month: 3, day: 29)!
    var otherDays = DaySet.daily
    otherDays.excluded = [.date(spring), .date(CivilDate(year: 2027, month: 3, day: 28)!)]
    let schedule = Schedule.of(.of(.on(otherDays), action: .charge))
    #expect(isPassed(try verdict(schedule, 90, expects: charge)))
    #expect(failure(try verdict(schedule, 120, expects: charge))?.date == spring)
    guard case .neverOccurs = try verdict(schedule, on: .date(spring), 90, expects: charge) else {
      Issue.record("a time that never occurs must be told apart")
      return
    }
  }

  @Test("a local time that is repeated is tried both times")
  func repeated() throws {
    // 01:30 occurs twice on 2026-10-25; on a clock that keeps UTC these are 00:30 and 01:30.
    let autumn = CivilDate(year: 2026, month: 10, day: 25)!
    var schedule = Schedule.of(
      .of(.during(Window(.daily(start: 0, end: 60), clock: 1)), action: .charge))
    schedule.clocks = ["Europe/London", "UTC"]
    #expect(failure(try verdict(schedule, on: .date(autumn), 90, expects: charge)) != nil)
    #expect(isPassed(try verdict(schedule, on: .date(autumn.adding(days: -1)), 90, expects: charge)))
  }

  @Test("what the site's SoC range leaves passes too, and is told apart")
  func applied() throws {
    let schedule = Schedule.of(.of(action: .charge))
    #expect(isPassed(try verdict(schedule, 720, soc: 97, expects: charge)))
    guard case .passedAsApplied(let wanted) = try verdict(schedule, 720, soc: 97, expects: .idle) else {
      Issue.record("idle is what the site leaves of charging at 97 %")
      return
    }
    #expect(wanted == charge)
    #expect(failure(try verdict(schedule, 720, soc: 96, expects: .idle)) != nil)
  }

  @Test("a row's readings are those it gives, all others unknown, the tariff's prices known")
  func readings() throws {
    var schedule = Schedule.of()
    let exporting = schedule.when(.compare(.exporting, .greaterOrEqual, 1000, slot: nil))
    let cheap = schedule.when(.compare(.importPrice, .less, 10, slot: nil))
    schedule.importTariff = Tariff(
      name: "Flat", timezone: "Europe/London",
      periods: [
        .init(
          name: "all", windows: [Window(.daily(start: 0, end: 1440))], importPrice: Price(8), exportPrice: nil
        )
      ])
    schedule.rules = [.of(exporting, action: .followSun), .of(cheap, action: .charge)]
    let sun = Decision(.followSun, 0, 16)
    #expect(isPassed(try verdict(schedule, on: .date(monday), 0, readings: [.exporting: 1000], expects: sun)))
    #expect(isPassed(try verdict(schedule, on: .date(monday), 0, readings: [.grid: -1000], expects: sun)))
    #expect(
      isPassed(try verdict(schedule, on: .date(monday), 0, readings: [.importing: 1000], expects: charge)))
    #expect(isPassed(try verdict(schedule, on: .date(monday), 0, expects: charge)))
    #expect(
      isPassed(try verdict(schedule, on: .date(monday), 0, readings: [.importPrice: 12], expects: .idle)))
    let unknownPrice: [Reading: Double?] = [.importPrice: nil]
    #expect(isPassed(try verdict(schedule, on: .date(monday), 0, readings: unknownPrice, expects: .idle)))
  }
}
