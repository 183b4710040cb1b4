import Insights
import Runtime
import ScheduleLang

/// What an edited text would have cost over the last weeks that the site itself has recorded, beside the schedule in force.
struct SavingsJSON: Encodable {
  /// What one of the two came to a week; costs in minor money units, energies in kWh.
  struct Side: Encodable {
    /// Less what is left in the car.
    var cost: Nullable<Double>
    var importedEnergy: Double
    var exportedEnergy: Double
    var targetsMissed: Int
  }

  var schemaVersion = JSONText.schemaVersion
  /// Why there is nothing to compare; null where there is.
  var problem: String?
  /// The recorded days, their readings and the minutes whose cost is known.
  var start: String?
  var end: String?
  var minutes: Int?
  var minutesCounted: Int?
  /// The letter of the money unit, `p` or `c`.
  var unit: String?
  var before: Side?
  var after: Side?
  /// What the edited text costs more in a week, negative where it saves.
  var difference: Double?

  /// So many days are looked at: four weeks.
  private static let days = 28
  /// The fewest minutes that say anything: a day.
  private static let least = 1440
  private static let week = 10080.0

  /// Compares `new` with what runs at `moment`, over the newest records of `routes`.
  init(_ old: HomeSchedule, _ new: HomeSchedule, at moment: LiveView.Moment, routes: APIRoutes) {
    guard let folder = old.site.recordFolder else {
      problem =
        "this site records nothing in files, so nothing is known of the last weeks: `record csv to \"records\"` in the site would keep them"
      return
    }
    let series: HouseSeries?
    do throws(PastRecords.UnfinishedError) { series = try routes.records.newest(Self.days, in: folder) } catch
    {
      problem =
        "the records are still being read: \(error.done) of \(error.count) days. Ask again in a moment"
      return
    }
    guard let series else {
      problem = "nothing is recorded yet"
      return
    }
    routes.makeRoom(toSimulate: series)
    let soc = Double(moment.snapshot.readings.soc ?? ForecastTable.usualSoC)
    let simulations = [old, new].map { Simulation(of: $0, over: series, soc: soc) }
    SteadyMemory.giveBack()
    let time = CountedTime(of: simulations)
    (start, end) = (series.start.description, series.end.description)
    (minutes, minutesCounted) = (series.count, time.minutes)
    guard time.minutes >= Self.least else {
      problem = "less than a day is recorded for which house and prices are known"
      return
    }
    unit = new.countsInCents ? "c" : "p"
    let sides = zip([old, new], simulations).map { subject, simulation in
      Side(subject, simulation, over: series, in: time, weeks: Double(time.minutes) / Self.week)
    }
    (before, after) = (sides[0], sides[1])
    if let old = sides[0].cost.value, let new = sides[1].cost.value { difference = new - old }
  }
}

extension SavingsJSON.Side {
  fileprivate init(
    _ subject: HomeSchedule, _ simulation: Simulation, over series: HouseSeries, in time: CountedTime,
    weeks: Double
  ) {
    var entry = SimulationEntry(name: subject.schedule.name, subject: subject, simulation: simulation)
    entry.count(over: series, in: time)
    cost = Nullable((entry.costInAll ?? entry.cost).map { ($0 / weeks).roundedForReport })
    let recorded = Double(series.count) / 10080
    importedEnergy = (simulation.energy.imported.value / 1000 / recorded).roundedForReport
    exportedEnergy = (simulation.energy.exported.value / 1000 / recorded).roundedForReport
    targetsMissed = simulation.targets.count { !$0.isMet }
  }
}

extension HomeSchedule {
  /// Whether its prices are written in cents.
  fileprivate var countsInCents: Bool {
    sources.enumerated().contains { number, source in
      Lexer.lex(source, file: number).tokens.contains {
        if case .quantity(let quantity) = $0.kind { quantity.unit == .cents } else { false }
      }
    }
  }
}
