import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Windows")
struct WindowTests {
  @Test("the anchor of these tests is a Monday")
  func anchor() {
    #expect(monday == CivilDate(year: 2026, month: 11, day: 23))
    #expect(monday.weekday == .monday)
  }

  /// Every minute of nine days, against intervals laid out on one long line of minutes.
  @Test(
    "a daily window covers its start, not its end, and the days on which it starts",
    arguments: [
      (120, 300), (0, 1440), (1320, 300), (1380, 0), (0, 1), (1439, 1440), (720, 719), (1, 1440), (900, 1),
    ], [nil, DaySet.weekdays(.friday), .weekdays(.monday, .sunday), .date(monday.adding(days: 2)), DaySet()])
  func daily(span: (Int, Int), days: DaySet?) {
    let window = Window(.daily(start: span.0, end: span.1), days: days)
    var covered = Set<Int>()
    for day in -2...9 {
      if let days, !days.contains(monday.adding(days: day)) { continue }
      let length = span.1 > span.0 ? span.1 - span.0 : span.1 + 1440 - span.0
      covered.formUnion((day * 1440 + span.0)..<(day * 1440 + span.0 + length))
    }
    var wrong: [Int] = []
    for minute in 0..<(8 * 1440) {
      let moment = Moment.utc(monday.adding(days: minute / 1440), minute % 1440)
      if (window.isInForce(at: moment) == .yes) != covered.contains(minute) { wrong.append(minute) }
    }
    #expect(wrong == [])
  }

  @Test("22:00-05:00 on Fri covers Saturday until 05:00, not Friday before it")
  func crossingMidnight() {
    let window = Window(.daily(start: 1320, end: 300), days: .weekdays(.friday))
    let friday = monday.adding(days: 4)
    #expect(window.isInForce(at: .utc(friday, 299)) == .no)
    #expect(window.isInForce(at: .utc(friday, 1320)) == .yes)
    #expect(window.isInForce(at: .utc(friday.adding(days: 1), 299)) == .yes)
    #expect(window.isInForce(at: .utc(friday.adding(days: 1), 300)) == .no)
    #expect(window.isInForce(at: .utc(friday.adding(days: 1), 1320)) == .no)
  }

  @Test("a dated window runs once, from its start until before its end")
  func dated() {
    let window = Window(
      .dated(
        start: LocalTime(date: monday, minute: 1080),
        end: LocalTime(date: monday.adding(days: 2), minute: 1200)))
    #expect(window.isInForce(at: .utc(monday, 1079)) == .no)
    #expect(window.isInForce(at: .utc(monday, 1080)) == .yes)
    #expect(window.isInForce(at: .utc(monday.adding(days: 1), 0)) == .yes)
    #expect(window.isInForce(at: .utc(monday.adding(days: 2), 1199)) == .yes)
    #expect(window.isInForce(at: .utc(monday.adding(days: 2), 1200)) == .no)
    #expect(window.isInForce(at: .utc(monday.adding(days: 7), 1100)) == .no)
  }

  @Test("a dated window may end with its day")
  func datedToMidnight() {
    let window = Window(
      .dated(start: LocalTime(date: monday, minute: 0), end: LocalTime(date: monday, minute: 1440)))
    #expect(window.isInForce(at: .utc(monday, 1439)) == .yes)
    #expect(window.isInForce(at: .utc(monday.adding(days: 1), 0)) == .no)
  }

  @Test("the time that no other period covers is outside all of them, on its own days")
  func outside() {
    let others = [Window(.daily(start: 120, end: 300)), Window(.daily(start: 1380, end: 60))]
    let window = Window(.outside(others), days: .weekdays(.monday))
    let inForce = (0..<1440).filter { window.isInForce(at: .utc(monday, $0)) == .yes }
    #expect(inForce == Array(60..<120) + Array(300..<1380))
    #expect(window.isInForce(at: .utc(monday.adding(days: 1), 600)) == .no)
  }

  @Test("a window reads its own clock, its days too")
  func ownClock() {
    let window = Window(.daily(start: 0, end: 60), clock: 1, days: .weekdays(.tuesday))
    let other = LocalTime(date: monday.adding(days: 1), minute: 30)
    #expect(window.isInForce(at: .utc(monday, 1410, others: [other])) == .yes)
    #expect(
      window.isInForce(at: .utc(monday.adding(days: 1), 30, others: [.init(date: monday, minute: 0)])) == .no)
  }

  @Test("which half hours are cheapest is not known without prices")
  func ranked() {
    let span = RankedSpan(dearest: false, minutes: 60, start: 0, end: 1440, inOneRun: false)
    #expect(Window(.ranked(span)).isInForce(at: .utc(monday, 0)) == .unknown)
    #expect(Window(.outside([Window(.ranked(span))])).isInForce(at: .utc(monday, 0)) == .unknown)
  }
}
