import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("What a house usually does")
struct UsualHouseTests {
  @Test("is the median at the same weekday and time; one odd week says little")
  func median() throws {
    let zone = try ZoneRules(identifier: "Europe/London")
    let clocks = ClockSet([zone])
    // Five weeks from Monday on; 1000 W on Saturday evenings, 300 W otherwise, and a week of guests.
    let start = try #require(Instant(iso: "2026-06-01T00:00:00+01:00".utf8))
    let readings = (0..<5 * 10_080).map { minute -> HouseReading in
      let local = zone.local(start.adding(seconds: minute * 60))
      let isEvening = local.date.weekday == .saturday && local.minute >= 1080
      let home = minute / 10_080 == 2 ? 5000 : isEvening ? 1000 : 300
      return HouseReading(home: Watts(Double(home)), solar: Watts(local.minute == 720 ? 9000 : 50))
    }
    let house = UsualHouse(HouseSeries(start: start, readings: readings, name: "June"), zone: zone)
    func reading(_ day: Int, _ minute: Int) throws -> HouseReading {
      // In winter, when the same wall clock is another hour of UTC.
      let date = try #require(CivilDate(year: 2026, month: 12, day: 7 + day))
      return house.reading(at: clocks.moment(local: LocalTime(date: date, minute: minute)))
    }
    #expect(try reading(5, 1100) == HouseReading(home: Watts(1000), solar: Watts(50)))
    #expect(try reading(4, 1100).home == Watts(300))
    #expect(try reading(0, 720).solar == Watts(50), "one minute of a quarter of an hour")
    #expect(house.name == "what is usual in June")
  }

  @Test("a weekday that was not recorded is like the others, a time that never was is unknown")
  func gaps() throws {
    let zone = ZoneRules.utc
    let start = Moment.utc(monday, 0).instant
    let readings = (0..<720).map { _ in HouseReading(home: nil, solar: nil, grid: Watts(400)) }
    let house = UsualHouse(HouseSeries(start: start, readings: readings, name: "x"), zone: zone)
    let friday = monday.adding(days: 4)
    #expect(house.reading(at: .utc(friday, 60)) == HouseReading(home: nil, solar: nil, grid: Watts(400)))
    #expect(house.reading(at: .utc(friday, 800)) == HouseReading(home: nil, solar: nil))
  }
}
