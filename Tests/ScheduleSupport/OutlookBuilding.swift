import Runtime
import ScheduleLang

extension Outlook {
  /// The outlook of a schedule in a home in London with a battery of 52 kWh.
  package static func of(
    _ schedule: Schedule, margin: Double = 0, published: [PriceSource: PriceCurve] = [:]
  ) throws -> Outlook {
    Outlook(
      site: .london(margin: margin), schedule: schedule,
      clocks: try ClockSet(identifiers: schedule.clocks), published: published)
  }
}

extension Site {
  /// A home in London with a battery of 52 kWh.
  package static func london(margin: Double = 0) -> Site {
    var site = Site(
      timezone: "Europe/London", charger: DeviceConfiguration(driver: "simulated", range: nowhere))
    site.chargerSoC = 5...97
    site.battery = WattHours(52_000)
    site.margin = Percent(margin)
    return site
  }
}

extension PriceCurve {
  /// Half-hourly prices from an instant on; nil is a half hour that was not published.
  package static func halfHours(from start: Instant, _ prices: [Double?]) -> PriceCurve {
    PriceCurve(
      prices.enumerated().compactMap { index, price in
        let begin = start.adding(seconds: index * 1800)
        return price.map { Interval(begin..<begin.adding(seconds: 1800), Price($0)) }
      })
  }
}
