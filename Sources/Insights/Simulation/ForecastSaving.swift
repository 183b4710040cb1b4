import Runtime
import ScheduleLang

/// What a schedule that chooses is expected to save, in minor money units, against other ways to spend the same time.
///
/// What the car has more or less at the end counts as what it costs to put it back in the cheapest quarter of the time.
public struct ForecastSaving: Hashable, Sendable {
  /// Against a car that stands still.
  public var againstNothing: Double
  /// Against the same schedule without the rules that choose; nil where it has no others.
  public var againstRules: Double?

  /// Finds it for `forecast` of `subject`; nil where nothing chooses, or not all prices are known.
  public init?(
    _ forecast: Forecast, of subject: HomeSchedule, from start: Instant, hours: Int, soc: Double,
    home: some HouseSource
  ) {
    guard !subject.outlook.optimisingRules.isEmpty, let capacity = subject.site.battery,
      let price = Self.storedPrice(of: subject, from: start, hours: hours)
    else { return nil }
    func value(_ forecast: Forecast) -> Double? {
      guard let cost = forecast.total.cost else { return nil }
      let end = forecast.steps.last?.socEnd?.value ?? soc
      return cost - end / 100 * capacity.value / 1000 * price
    }
    func run(_ subject: HomeSchedule) -> Double? {
      value(Forecast(of: subject, from: start, hours: hours, soc: soc, home: home))
    }
    guard let own = value(forecast), let idle = run(Baseline.nothing.subject(like: subject)) else {
      return nil
    }
    againstNothing = idle - own
    let others = subject.schedule.rules.indices.filter {
      subject.schedule.rules[$0].action.optimisation == nil
    }
    againstRules = others.isEmpty ? nil : run(subject.keeping(rules: others)).map { $0 - own }
  }

  /// What a kWh in the battery costs in the cheapest quarter of the time.
  private static func storedPrice(of subject: HomeSchedule, from start: Instant, hours: Int) -> Double? {
    var timeline = PriceTimeline(subject.outlook)
    var minutes: [Double: Int] = [:]
    for minute in 0..<hours * 60 {
      guard let price = timeline.piece(at: start.adding(seconds: minute * 60)).importPrice else { continue }
      minutes[price.value, default: 0] += 1
    }
    return StoredEnergyPrice(minutes, of: subject)?.price.value
  }
}
