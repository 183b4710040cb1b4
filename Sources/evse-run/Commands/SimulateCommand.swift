import Drivers
import Runtime
import ScheduleLang

/// Runs schedules over recorded readings.
struct SimulateCommand {
  let files: ProgramFile
  let prices: PriceSources
  let streams: ReportStreams

  /// One schedule's result.
  struct Entry {
    var name: String
    var simulation: Simulation
    /// Nil where it was not asked for, or there is none.
    var optimum: Double?
  }

  /// Simulates every schedule over the readings in `data`; a single one is set against the baselines.
  func run(_ paths: [String], _ options: SimulateOptions, json: Bool) throws -> ExitCode {
    let series = try RecordedReadings(streams: streams).series(options.data)
    var entries: [Entry] = []
    for path in paths {
      let subject = try prices.informed(files.subject(path))
      let soc = Double(options.soc ?? ForecastTable.usualSoC)
      let simulation = Simulation(of: subject, over: series, soc: soc)
      var entry = Entry(name: subject.schedule.name, simulation: simulation)
      if options.optimum { entry.optimum = optimum(of: subject, series, simulation) }
      entries.append(entry)
      guard paths.count == 1 else { continue }
      for baseline in Baseline.allCases {
        let other = baseline.subject(like: subject)
        entries.append(Entry(name: baseline.name, simulation: Simulation(of: other, over: series, soc: soc)))
      }
    }
    if let path = options.svg {
      let picture = SimulationPicture(entries: entries).text
      if let reason = WholeFile.write(Array(picture.utf8), to: path) {
        streams.complain("evse-run: \(DiagnosticText.escaped(path)): \(reason)\n")
        return .misuse
      }
    }
    let text =
      json
      ? try JSONText.text(SimulationJSON(entries, over: series))
      : SimulationTable(entries: entries, series: series).text
    return streams.report(text) ? .fine : .failed
  }

  /// The least possible cost that ends as full as the schedule did and meets the targets that it met.
  private func optimum(of subject: ReportSubject, _ series: HouseSeries, _ simulation: Simulation) -> Double?
  {
    var demands = simulation.targets.filter(\.isMet).map { due in
      due.rises
        ? Optimum.Demand(instant: due.deadline, least: due.target)
        : Optimum.Demand(instant: due.deadline, greatest: due.target + 1)
    }
    demands.append(Optimum.Demand(instant: series.end, least: simulation.socEnd.value))
    return Optimum(of: subject, over: series, soc: simulation.socStart.value, demands: demands).cost
  }
}
