import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

/// A home whose schedule chooses, over some days.
struct OptimisedHome {
  static let start = Instant(seconds: 1_795_392_000)  // Monday 2026-11-23T00:00:00Z

  /// Cheap at night, dear in the evening.
  static let nightAndPeak = """
    tariff T {
        night  00:00-05:00   import 10p   export 5p
        peak   16:00-19:00   import 40p   export 30p
        day    otherwise     import 25p   export 15p
    }
    """

  let subject: HomeSchedule

  init(
    _ action: String, tariff: String = nightAndPeak, clauses: String = "", site: String = "",
    battery: String = "battery 52kWh", charger: String = "",
    published: PriceCurve? = nil
  ) throws {
    let compiled = try CompiledText(
      """
      site "home" {
          timezone "Europe/London"
          \(battery)
          charger simulated { current 3A..16A   soc 5%..97% \(charger) }
          meter simulated
          tariff T
          \(site)
      }
      \(tariff)
      schedule "x" {
          \(clauses)
          otherwise: \(action)
      }
      """)
    let source = PriceSource.csv(path: "prices.csv")
    subject = published.map { compiled.subject.with(published: [source: $0]) } ?? compiled.subject
  }

  /// What it decides and does from `start` on, minute by minute.
  func minutes(
    _ count: Int, from start: Instant = start, soc: Double = 50, home: (Int) -> Double = { _ in 500 },
    solar: (Int) -> Double = { _ in 0 }, pluggedIn: ((Int) -> Bool)? = nil
  ) -> [Simulation.Minute] {
    var minutes: [Simulation.Minute] = []
    _ = Simulation(of: subject, over: Self.series(count, start, home, solar, pluggedIn), soc: soc) {
      minutes.append($0)
    }
    return minutes
  }

  static func series(
    _ count: Int, _ start: Instant, _ home: (Int) -> Double, _ solar: (Int) -> Double,
    _ pluggedIn: ((Int) -> Bool)? = nil
  ) -> HouseSeries {
    let readings = (0..<count).map { minute in
      var reading = HouseReading(home: Watts(home(minute)), solar: Watts(solar(minute)))
      reading.pluggedIn = pluggedIn?(minute)
      return reading
    }
    return HouseSeries(start: start, readings: readings, name: "test")
  }
}
