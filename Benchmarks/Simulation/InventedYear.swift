import Insights
import Runtime
import ScheduleLang

/// A year of an invented home, and prices for it, from nothing but a seed.
struct InventedYear {
  /// 2026-01-01T00:00:00Z.
  static let start = Instant(seconds: 1_767_225_600)
  static let minutes = 525_600

  /// What the house does in each minute.
  let series: HouseSeries

  init() {
    let home = HomeProfile(seed: 1)
    let readings = (0..<Self.minutes).map { minute in
      home.reading(at: ClockSet([.utc]).moment(at: Self.start.adding(seconds: minute * 60)))
    }
    series = HouseSeries(start: Self.start, readings: readings, name: "an invented year")
  }

  /// A price each half hour, dear in the evening and sometimes negative at night.
  static let prices: PriceCurve = {
    let intervals = (0..<minutes / 30).map { index in
      let start = start.adding(seconds: index * 1800)
      let hour = Double(index % 48) / 2
      let evening = max(0, 1 - abs(hour - 17.5) / 2.5) * 18
      let chance = Double((UInt64(index) &* 0x9E37_79B9_7F4A_7C15) >> 40) / Double(1 << 24)
      return PriceCurve.Interval(
        start..<start.adding(seconds: 1800), Price((6 + evening + 14 * chance).rounded() - 8))
    }
    return PriceCurve(intervals)
  }()

  /// What exports earn where they have half-hourly prices too: a fifth less, and never below 0.
  static let exportPrices = PriceCurve(
    prices.intervals.map { .init($0.time, Price(max(0, ($0.price.value * 8).rounded() / 10))) })

  /// The prices of a schedule's sources.
  static func published(_ subject: HomeSchedule) -> [PriceSource: PriceCurve] {
    var published: [PriceSource: PriceCurve] = [:]
    if let source = subject.schedule.exportTariff?.source { published[source] = exportPrices }
    if let source = subject.schedule.importTariff?.source { published[source] = prices }
    return published
  }

  /// The year in the form of `record csv`, a line a minute.
  var csv: String {
    var text = "time,grid_w,solar_w,home_w,evse_w,set_point_a,soc_percent,decision\n"
    for index in 0..<series.count {
      let reading = series[index]
      let (home, solar) = (Int(reading.home?.value ?? 0), Int(reading.solar?.value ?? 0))
      text += "\(series.start.adding(seconds: index * 60)),\(home - solar),\(solar),\(home),0,0,,idle\n"
    }
    return text
  }
}
