import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import SeededRandomness

/// A random home with random prices, to look for its least cost.
struct OptimumHome {
  var site: Site
  /// Prices by quarter of an hour.
  private(set) var dear: [Double] = []
  private(set) var paid: [Double] = []
  static let start = Instant(seconds: 1_795_392_000)  // 2026-11-23T00:00:00Z
  private static let sources = [PriceSource.csv(path: "import.csv"), .csv(path: "export.csv")]

  init(_ random: inout SeededGenerator) {
    site = Site.london()
    site.meter = DeviceConfiguration(driver: "simulated", range: nowhere)
    site.battery = WattHours(Double.random(in: 20_000...80_000, using: &random))
    site.chargerCurrent = 3...Int.random(in: 10...20, using: &random)
    site.importLimit = Int.random(in: 0..<3, using: &random) == 0 ? Watts(6000) : nil
    site.exportLimit = Int.random(in: 0..<3, using: &random) == 0 ? Watts(2500) : nil
    if Int.random(in: 0..<4, using: &random) == 0 {
      site.charger.settings["direction"] = .word("charge only")
    }
  }

  /// Load and sun that change every so many minutes.
  func series(days: Int, every: Int, _ random: inout SeededGenerator) -> HouseSeries {
    let clouds = Double.random(in: 0.1...1, using: &random)
    var readings: [HouseReading] = []
    while readings.count < days * 1440 {
      let hour = Double(readings.count % 1440) / 60
      let evening = max(0, 1 - abs(hour - 18) / 4) * 900
      let kettle = Int.random(in: 0..<20, using: &random) == 0 ? 2200.0 : 0
      let home = 200 + evening * Double.random(in: 0.3...1.5, using: &random) + kettle
      let sun = max(0, 1 - abs(hour - 12) / 5) * 4500 * clouds * Double.random(in: 0.4...1, using: &random)
      readings += Array(repeating: HouseReading(home: Watts(home), solar: Watts(sun)), count: every)
    }
    return HouseSeries(start: Self.start, readings: readings, name: "random")
  }

  /// The home with prices of quarters, half hours or hours, and a schedule that does nothing.
  mutating func subject(days: Int, _ random: inout SeededGenerator) throws -> HomeSchedule {
    let step = [1, 2, 4][Int.random(in: 0...2, using: &random)]
    let isCheapToSell = Int.random(in: 0..<4, using: &random) == 0
    (dear, paid) = ([], [])
    while dear.count < days * 96 {
      let hour = Double(dear.count % 96) / 4
      let evening = max(0, 1 - abs(hour - 18) / 3) * 20
      let price = Double.random(in: -3...20, using: &random) + evening
      dear += Array(repeating: price, count: step)
      let export = isCheapToSell ? 15 : price * 0.8 - Double.random(in: 0...5, using: &random)
      paid += Array(repeating: export, count: step)
    }
    var schedule = Schedule.of(.of(action: .idle))
    schedule.importTariff = Tariff(name: "I", timezone: "Europe/London", periods: [], source: Self.sources[0])
    schedule.exportTariff = Tariff(name: "E", timezone: "Europe/London", periods: [], source: Self.sources[1])
    func curve(_ prices: [Double]) -> PriceCurve {
      PriceCurve(
        prices.enumerated().map { index, price in
          let start = Self.start.adding(seconds: index * 900)
          return .init(start..<start.adding(seconds: 900), Price(price))
        })
    }
    return HomeSchedule(
      site: site, schedule: schedule, sources: [], clocks: try ClockSet(identifiers: schedule.clocks),
      published: [Self.sources[0]: curve(dear), Self.sources[1]: curve(paid)])
  }

  /// The same home with random windows, actions and targets.
  func schedule(_ random: inout SeededGenerator, like subject: HomeSchedule) throws -> HomeSchedule {
    var schedule = subject.schedule
    let kinds: [ActionKind] = site.chargerDischarges ? ActionKind.allCases : [.idle, .charge, .followSun]
    func action() -> Action {
      let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
      let most = Int.random(in: site.chargerCurrent, using: &random)
      let decision =
        switch kind {
        case .idle: Decision.idle
        case .handOver: Decision.handOver
        case .charge: Decision(kind, most, most)
        case .discharge: Decision(kind, -most, -most)
        case .followSun: Decision(kind, 0, most)
        case .followHouse: Decision(kind, -most, 0)
        case .followBoth: Decision(kind, -most, most)
        }
      let action = Action(decision, range: nowhere)
      guard Bool.random(using: &random), kind == .charge || kind == .discharge else { return action }
      return action.to(Double.random(in: 10...95, using: &random).rounded())
    }
    schedule.rules = (0..<Int.random(in: 2...6, using: &random)).map { _ in
      let begin = Int.random(in: 0..<1440, using: &random)
      let end = (begin + Int.random(in: 20...600, using: &random)) % 1440
      return Rule.of(.during(Window(.daily(start: begin, end: end))), action: action())
    }
    schedule.rules.append(.of(action: action()))
    return subject.replacing(schedule: schedule)
  }
}
