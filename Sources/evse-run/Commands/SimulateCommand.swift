import Platform
import Drivers
import Insights
import Runtime
import ScheduleLang

/// Runs schedules over recorded readings.
struct SimulateCommand {
  let files: ProgramFile
  let prices: PriceSources
  let streams: ReportStreams

  /// Writes a file; false where that fails, which is reported.
  private func write(_ bytes: [UInt8], to path: String) -> Bool {
    do { try WholeFile.write(bytes, to: path) } catch {
      streams.complain("evse-run: \(DiagnosticText.escaped(path)): \(error.reason)\n")
      return false
    }
    return true
  }

  /// Simulates every schedule over the readings in `data`; a single one is set against the baselines.
  func run(_ paths: [String], _ options: SimulateOptions, json: Bool) throws -> ExitCode {
    let series = try RecordedReadings(streams: streams, zone: options.zone).series(options.data)
    var subjects: [(name: String, subject: HomeSchedule)] = []
    for path in paths {
      let subject = try prices.informed(files.subject(path))
      subjects.append((subject.schedule.name, subject))
      guard paths.count == 1 else { continue }
      subjects += Baseline.allCases.map { ($0.name, $0.subject(like: subject)) }
    }
    let absence = try absence(options.away, timezone: subjects[0].subject.site.timezone)
    let soc = Double(options.soc ?? ForecastTable.usualSoC)
    var steps = options.steps.map { _ in SimulationSteps(subjects[0].subject) }
    let simulations = subjects.indices.map { index in
      Simulation(of: subjects[index].subject, over: series, soc: soc, absence: absence) { minute in
        if index == 0 { steps?.add(minute) }
      }
    }
    if let path = options.steps, !write(steps?.bytes ?? [], to: path) { return .misuse }
    let time = CountedTime(of: simulations)
    var entries: [SimulationEntry] = []
    for ((name, subject), simulation) in zip(subjects, simulations) {
      var entry = SimulationEntry(name: name, subject: subject, simulation: simulation)
      entry.count(over: series, in: time)
      if options.optimum, paths.count > 1 || entries.isEmpty {
        entry.optimum = optimum(of: subject, series, simulation, time)
      }
      entries.append(entry)
    }
    if let path = options.svg {
      let picture = SimulationPicture(entries: entries).text
      if !write(Array(picture.utf8), to: path) { return .misuse }
    }
    let text =
      json
      ? try JSONText.text(SimulationJSON(entries, over: series, time))
      : SimulationTable(entries: entries, series: series, time: time).text
    return streams.report(text) ? .fine : .failed
  }

  private func absence(_ text: String?, timezone: String) throws(InputError) -> Absence {
    guard let text else { return Absence() }
    if let absence = AbsenceText.absence(text, timezone: timezone) { return absence }
    streams.complain(
      "evse-run: --away: “\(DiagnosticText.escaped(text))” does not say when: `08:00-17:30 on weekdays, 20% a trip` does\n"
    )
    throw InputError(exitCode: .misuse)
  }

  /// The least possible cost that ends as full as the schedule did and meets the targets that it met, as well as it did.
  private func optimum(
    of subject: HomeSchedule, _ series: HouseSeries, _ simulation: Simulation, _ time: CountedTime
  ) -> Optimum {
    var demands = simulation.targets.filter(\.isMet).map { due in
      due.rises
        ? Optimum.Demand(instant: due.deadline, least: min(due.target, due.soc))
        : Optimum.Demand(instant: due.deadline, greatest: max(due.target, due.soc) + 1)
    }
    demands.append(Optimum.Demand(instant: series.end, least: simulation.socEnd.value))
    return Optimum(of: subject, over: series, simulation, in: time, demands: demands)
  }
}
