import Runtime
import ScheduleLang
import Testing

@Suite("Tariff pricing")
struct TariffPricingTests {
  private var schedule: Schedule {
    let cheap = Window(.daily(start: 120, end: 300))
    let peak = Window(.daily(start: 960, end: 1140))
    var schedule = Schedule.of()
    schedule.importTariff = Tariff(
      name: "Flux", timezone: "Europe/London",
      periods: [
        .init(name: "cheap", windows: [cheap], importPrice: Price(14.91), exportPrice: Price(4.69)),
        .init(name: "peak", windows: [peak], importPrice: Price(34.79), exportPrice: nil),
        .init(
          name: "day", windows: [Window(.outside([cheap, peak]), days: .weekdays(.monday))],
          importPrice: Price(24.85), exportPrice: Price(13.26)),
      ])
    schedule.exportTariff = schedule.importTariff
    return schedule
  }

  @Test("a price is that of the period that covers the moment")
  func prices() {
    let prices = [119, 120, 299, 300, 960, 1140].map {
      schedule.fixedImportPrice(at: .utc(monday, $0))?.value
    }
    #expect(prices == [24.85, 14.91, 14.91, 24.85, 34.79, 24.85])
    #expect(schedule.fixedExportPrice(at: .utc(monday, 960)) == nil)
  }

  @Test("a time without a period has no price, nor has a schedule without a tariff")
  func none() {
    #expect(schedule.fixedImportPrice(at: .utc(monday.adding(days: 1), 600)) == nil)
    #expect(Schedule.of().fixedImportPrice(at: .utc(monday, 0)) == nil)
  }

  @Test("a price that is given stays")
  func given() {
    var readings = Readings()
    readings.importPrice = Price(-2)
    readings.fillPrices(from: schedule, at: .utc(monday, 0))
    #expect(readings.importPrice == Price(-2))
    #expect(readings.exportPrice == Price(13.26))
  }
}
