import ScheduleLang
import Testing

@testable import Runtime

@Suite("POSIX zone rule")
struct PosixZoneRuleTests {
  @Test(
    "the start of the rule's daylight saving time in 2024 and 2025",
    arguments: [
      // Rule, then the first instant of each year's daylight saving time, in UTC.
      ("GMT0BST,M3.5.0/1,M10.5.0", 1_711_846_800, 1_743_296_400),
      ("EST5EDT,M3.2.0,M11.1.0", 1_710_054_000, 1_741_503_600),
      ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1_728_142_200, 1_759_591_800),
      // Day 60 without a leap day is always 1 March, day 59 counted from 0 is 29 February or 1 March.
      ("AAA0BBB,J60/0,J300", 1_709_251_200, 1_740_787_200),
      ("AAA0BBB,59/0,J300", 1_709_164_800, 1_740_787_200),
      // Saturday 26 hours on is Sunday two o'clock; hours before midnight count back.
      ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_711_846_800, 1_743_296_400),
      ("IST-2IDT,M3.4.4/26,M10.5.0", 1_711_670_400, 1_743_120_000),
      ("AAA0BBB,0/167,J300", 1_704_668_400, 1_736_290_800),
      ("AAA0BBB,0/-167,J300", 1_703_466_000, 1_735_088_400),
      ("AAA-1:02:03BBB,0/0:00:01,J300", 1_704_063_478, 1_735_685_878),
    ])
  func starts(text: String, first: Int64, second: Int64) throws {
    let rule = try #require(PosixZoneRule(text.utf8))
    let daylight = try #require(rule.daylight)
    let starts = rule.changes(in: 2024...2025).filter { $0.offset == daylight.offset }.map(\.start)
    #expect(starts == [first, second])
  }

  @Test("zone without daylight saving time")
  func zoneWithoutDaylightSavingTime() {
    #expect(PosixZoneRule("<+0545>-5:45".utf8) == PosixZoneRule(standardOffset: 20_700, daylight: nil))
    #expect(PosixZoneRule("UTC0".utf8)?.changes(in: 2000...2400) == [])
  }

  @Test("offset of daylight saving time is an hour unless given")
  func offsetOfDaylightSavingTimeIsAnHourUnlessGiven() {
    #expect(PosixZoneRule("EST5EDT,M3.2.0,M11.1.0".utf8)?.daylight?.offset == -14_400)
    #expect(PosixZoneRule("IST-1GMT0,M10.5.0,M3.5.0/1".utf8)?.daylight?.offset == 0)
  }

  @Test("daylight saving time all year never changes")
  func daylightSavingTimeAllYearNeverChanges() throws {
    let rule = try #require(PosixZoneRule("XXX3EDT4,0/0,J365/23".utf8))
    #expect(Set(rule.changes(in: 2000...2040).dropLast().map(\.offset)) == [-14_400])
  }

  @Test(
    "what is not a rule is refused",
    arguments: [
      "", "GMT", "GM0", "0", "GMT0BST", "GMT0BST,", "GMT0BST,M3.5.0", "GMT0BST,M3.5.0,",
      "GMT0BST,M13.5.0,M10.5.0",
      "GMT0BST,M3.6.0,M10.5.0", "GMT0BST,M3.0.0,M10.5.0", "GMT0BST,M3.5.7,M10.5.0", "GMT0BST,J0,J365",
      "GMT0BST,J366,J1", "GMT0BST,366,1", "GMT0BST,M3.5.0/168,M10.5.0", "GMT25", "GMT0:60",
      "GMT99999999999999999999",
      "<+03-3", "<+03>", "GMT0BST,M3.5.0,M10.5.0 ", "GMT0BST,M3.5.0/1:,M10.5.0", "GMT--1", "GMT+-1", "G1T0",
    ])
  func malformed(text: String) {
    #expect(PosixZoneRule(text.utf8) == nil)
  }
}
