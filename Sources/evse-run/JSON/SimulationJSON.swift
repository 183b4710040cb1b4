import Runtime
import ScheduleLang

/// `--simulate --json`; energies in kWh, costs in minor money units, the SoC in %.
struct SimulationJSON: Encodable {
  struct Entry: Encodable {
    var name: String
    var cost: Nullable<Double>
    var bestPossible: Nullable<Double>
    var importedEnergy: Double
    var exportedEnergy: Double
    var chargedEnergy: Double
    var dischargedEnergy: Double
    var selfConsumption: Nullable<Double>
    var cycles: Double
    var socStart: Double
    var socEnd: Double
    var minutes: [String: Int]
    var targetsMet: Int
    var targetsMissed: Int
  }

  var schemaVersion = JSONText.schemaVersion
  var start: String
  var end: String
  var schedules: [Entry]

  init(_ entries: [SimulateCommand.Entry], over series: HouseSeries) {
    start = series.start.description
    end = series.end.description
    schedules = entries.map { entry in
      let simulation = entry.simulation
      return Entry(
        name: entry.name, cost: Nullable(simulation.energy.cost?.roundedForReport),
        bestPossible: Nullable(entry.optimum?.roundedForReport),
        importedEnergy: (simulation.energy.imported.value / 1000).roundedForReport,
        exportedEnergy: (simulation.energy.exported.value / 1000).roundedForReport,
        chargedEnergy: (simulation.charged.value / 1000).roundedForReport,
        dischargedEnergy: (simulation.discharged.value / 1000).roundedForReport,
        selfConsumption: Nullable(simulation.selfConsumption?.roundedForReport),
        cycles: simulation.cycles.roundedForReport, socStart: simulation.socStart.value.roundedForReport,
        socEnd: simulation.socEnd.value.roundedForReport,
        minutes: Dictionary(uniqueKeysWithValues: zip(ActionKind.allCases.map(\.name), simulation.minutes)),
        targetsMet: simulation.targets.count(where: \.isMet),
        targetsMissed: simulation.targets.count { !$0.isMet })
    }
  }
}
