import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Tariff pricing")
struct TariffPricingTests {
  private let source = PriceSource.csv(path: "prices.csv")

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
  func prices() throws {
    let outlook = try Outlook.of(schedule)
    let prices = [119, 120, 299, 300, 960, 1140].map {
      outlook.importPrice(at: .utc(monday, $0))?.value
    }
    #expect(prices == [24.85, 14.91, 14.91, 24.85, 34.79, 24.85])
    #expect(outlook.exportPrice(at: .utc(monday, 960)) == nil)
  }

  @Test("a time without a period has no price, nor has a schedule without a tariff")
  func none() throws {
    #expect(try Outlook.of(schedule).importPrice(at: .utc(monday.adding(days: 1), 600)) == nil)
    #expect(try Outlook.of(Schedule.of()).importPrice(at: .utc(monday, 0)) == nil)
  }

  @Test("a price that is given stays")
  func given() throws {
    var readings = Readings()
    readings.importPrice = Price(-2)
    readings.fillPrices(from: try Outlook.of(schedule), at: .utc(monday, 0))
    #expect(readings.importPrice == Price(-2))
    #expect(readings.exportPrice == Price(13.26))
  }

  @Test("a published price holds before a fixed one, which stands in where none was published")
  func published() throws {
    var schedule = schedule
    schedule.importTariff?.source = source
    let noon = Moment.utc(monday, 720)
    let curve = PriceCurve([.init(noon.instant..<noon.instant.adding(seconds: 1800), Price(-3.5))])
    let outlook = try Outlook.of(schedule, published: [source: curve])
    #expect(outlook.importPrice(at: noon) == Price(-3.5))
    #expect(outlook.importPrice(at: .utc(monday, 750)) == Price(24.85))
    #expect(outlook.exportPrice(at: noon) == Price(13.26), "the export tariff names no source")
  }
}
