import Insights
import Runtime
import ScheduleLang

/// What the schedule is expected to do: the dry run, and the curves that a picture of it needs.
struct PlanJSON: Encodable {
  /// The curves at one moment; the SoC is that at its start.
  struct Point: Encodable {
    var at: String
    var soc: Nullable<Double>
    /// The SoC with half as much sun, and with half as much again.
    var socLow: Nullable<Double>
    var socHigh: Nullable<Double>
    /// What the sun gives and what the house takes, in watts.
    var solar: Nullable<Double>
    var home: Nullable<Double>
    /// Prices in minor money units per kWh.
    var importPrice: Nullable<Double>
    var exportPrice: Nullable<Double>
  }

  var schemaVersion = JSONText.schemaVersion
  /// From when and with which SoC it starts.
  var from: String
  var soc: Int
  /// Whether that SoC is known, or merely what such a report starts from.
  var socIsKnown: Bool
  var forecast: ForecastJSON
  /// A point every quarter of an hour.
  var curve: [Point]

  /// How many minutes lie between two points.
  static let step = 15

  /// The plan of `subject` from `start` on, with a SoC of `soc` percent, nil where it is not known.
  init(of subject: HomeSchedule, from start: Instant, hours: Int, soc: Int?, home: some HouseSource) {
    let startSoC = soc ?? ForecastTable.usualSoC
    func forecast(sun: Double) -> Forecast {
      Forecast(
        of: subject, from: start, hours: hours, soc: Double(startSoC),
        home: SunnierHouse(house: home, factor: sun))
    }
    let usual = forecast(sun: 1)
    let ends = [forecast(sun: 0.5), forecast(sun: 1.5)]
    from = start.description
    self.soc = startSoC
    socIsKnown = soc != nil
    self.forecast = ForecastJSON(usual, of: subject)
    curve = stride(from: 0, through: hours * 60, by: Self.step).map { minute in
      let instant = start.adding(seconds: minute * 60)
      let moment = subject.clocks.moment(at: instant)
      let house = home.reading(at: moment)
      let others = ends.compactMap { $0.soc(at: instant)?.value }
      let middle = usual.soc(at: instant)?.value
      let all = others + [middle].compactMap { $0 }
      return Point(
        at: instant.description, soc: Nullable(middle?.roundedForReport),
        socLow: Nullable(all.min()?.roundedForReport), socHigh: Nullable(all.max()?.roundedForReport),
        solar: Nullable(house.solar?.value.roundedForReport),
        home: Nullable(house.home?.value.roundedForReport),
        importPrice: Nullable(subject.outlook.importPrice(at: moment)?.value),
        exportPrice: Nullable(subject.outlook.exportPrice(at: moment)?.value))
    }
  }
}

/// A house with more or less sun than it usually has.
private struct SunnierHouse<House: HouseSource>: HouseSource {
  var house: House
  var factor: Double

  func reading(at moment: Moment) -> HouseReading {
    let usual = house.reading(at: moment)
    return HouseReading(home: usual.home, solar: usual.solar.map { Watts($0.value * factor) })
  }

  var name: String { house.name }
}

extension Forecast {
  /// The SoC at an instant within the forecast, between the ends of its step; nil without a battery.
  fileprivate func soc(at instant: Instant) -> Percent? {
    guard let step = steps.last(where: { $0.start <= instant }), let start = step.socStart,
      let end = step.socEnd
    else { return steps.first?.socStart }
    let length = Double(step.end.milliseconds - step.start.milliseconds)
    let share = length > 0 ? min(1, Double(instant.milliseconds - step.start.milliseconds) / length) : 1
    return Percent(start.value + (end.value - start.value) * share)
  }
}
