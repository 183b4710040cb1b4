import Insights
import ScheduleLang

/// `--simulate --json`; energies in kWh, costs in minor money units, the SoC in %.
struct SimulationJSON: Encodable {
  struct Entry: Encodable {
    var name: String
    /// Of the counted minutes; null where there are none.
    var cost: Nullable<Double>
    /// What the rise of the SoC in them is worth.
    var storedValue: Nullable<Double>
    /// `cost` less `storedValue`.
    var costInAll: Nullable<Double>
    /// No schedule costs less.
    var bestPossible: Nullable<Double>
    /// A plan in whole amperes that could have been followed costs this; null where none was found that meets the same
    /// targets and ends as the schedule does, so that nothing says how far `bestPossible` may be off.
    var bestPlan: Nullable<Double>
    var importedEnergy: Double
    var exportedEnergy: Double
    var chargedEnergy: Double
    var dischargedEnergy: Double
    var selfConsumption: Nullable<Double>
    var cycles: Double
    var socStart: Double
    var socEnd: Double
    var minutes: [String: Int]
    /// Those in which the direction had changed too often for all that was decided.
    var minutesDirectionHeld: Int
    var targetsMet: Int
    var targetsMissed: Int
    /// Those that fell due, by the SoC at their deadlines.
    var missedTargets: [MissedTargetJSON]
    var trips: Int
    /// Those for which the car had too little.
    var shortTrips: Int
  }

  var schemaVersion = JSONText.schemaVersion
  var start: String
  var end: String
  /// How many minutes there are.
  var minutes: Int
  /// Those whose costs are added up: house and prices are known in them for every schedule.
  var minutesCounted: Int
  /// Those without the house's power, which are in no energy through the meter either.
  var minutesWithoutPower: Int
  /// Those with the house's power and without a price that one of the schedules needs.
  var minutesWithoutPrice: Int
  var schedules: [Entry]

  init(_ simulated: SimulatedSchedules) {
    let (entries, series, time) = (simulated.entries, simulated.series, simulated.time)
    start = series.start.description
    end = series.end.description
    minutes = series.count
    minutesCounted = time.minutes
    minutesWithoutPower = entries.first?.simulation.unknownMinutes ?? 0
    minutesWithoutPrice = minutes - minutesCounted - minutesWithoutPower
    schedules = entries.map { entry in
      let simulation = entry.simulation
      return Entry(
        name: entry.name, cost: Nullable(entry.cost?.roundedForReport),
        storedValue: Nullable(entry.storedValue?.roundedForReport),
        costInAll: Nullable(entry.costInAll?.roundedForReport),
        bestPossible: Nullable(entry.optimum?.bound?.roundedForReport),
        bestPlan: Nullable(entry.optimum?.plan?.roundedForReport),
        importedEnergy: (simulation.energy.imported.value / 1000).roundedForReport,
        exportedEnergy: (simulation.energy.exported.value / 1000).roundedForReport,
        chargedEnergy: (simulation.charged.value / 1000).roundedForReport,
        dischargedEnergy: (simulation.discharged.value / 1000).roundedForReport,
        selfConsumption: Nullable(simulation.selfConsumption?.roundedForReport),
        cycles: simulation.cycles.roundedForReport, socStart: simulation.socStart.value.roundedForReport,
        socEnd: simulation.socEnd.value.roundedForReport,
        minutes: Dictionary(uniqueKeysWithValues: zip(ActionKind.allCases.map(\.name), simulation.minutes)),
        minutesDirectionHeld: simulation.heldMinutes,
        targetsMet: simulation.targets.count(where: \.isMet),
        targetsMissed: simulation.targets.count { !$0.isMet },
        missedTargets: simulation.targets.filter { !$0.isMet }.map {
          MissedTargetJSON($0, of: entry.subject)
        }, trips: simulation.trips, shortTrips: simulation.shortTrips)
    }
  }
}
