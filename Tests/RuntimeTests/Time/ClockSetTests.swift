import Runtime
import ScheduleLang
import Testing

@Suite("Clock set")
struct ClockSetTests {
  private let clocks: ClockSet
  /// 2026-03-29, when London's clocks skip 01:00 to 02:00.
  private let day = CivilDate(dayNumber: 20_541)

  init() throws { clocks = try ClockSet(identifiers: ["Europe/London", "America/New_York", "UTC"]) }

  @Test("moment shows every clock")
  func momentShowsEveryClock() {
    let moment = clocks.moment(at: Instant(seconds: 1_774_746_000))  // 2026-03-29T01:00:00Z
    #expect(moment.local == LocalTime(date: day, minute: 120))
    #expect(
      moment.others == [
        LocalTime(date: day.adding(days: -1), minute: 1260), LocalTime(date: day, minute: 60),
      ])
  }

  @Test("minute is the first instant that shows it")
  func minuteIsTheFirstInstantThatShowsIt() throws {
    let autumn = try #require(CivilDate(year: 2026, month: 10, day: 25))
    let moment = clocks.moment(local: LocalTime(date: autumn, minute: 90))
    #expect(moment == clocks.moment(at: Instant(seconds: 1_792_888_200)))  // 00:30 UTC, before clocks go back
  }

  @Test("skipped minute keeps its name and takes the instant after the gap")
  func skippedMinuteKeepsItsNameAndTakesTheInstantAfterTheGap() {
    let skipped = LocalTime(date: day, minute: 90)
    let moment = clocks.moment(local: skipped)
    let after = clocks.moment(at: Instant(seconds: 1_774_746_000))
    #expect(moment.local == skipped)
    #expect(moment.instant == after.instant)
    #expect(moment.others == after.others)
  }

  @Test("unknown zone is named")
  func unknownZoneIsNamed() {
    #expect(throws: ZoneError.unknownZone("Mars/Base")) { try ClockSet(identifiers: ["UTC", "Mars/Base"]) }
  }

  @Test("without zones the clock is UTC")
  func withoutZonesTheClockIsUTC() throws {
    let moment = try ClockSet(identifiers: []).moment(at: Instant(seconds: 3600))
    #expect(
      moment
        == Moment(
          instant: Instant(seconds: 3600), local: LocalTime(date: CivilDate(dayNumber: 0), minute: 60)))
  }
}
