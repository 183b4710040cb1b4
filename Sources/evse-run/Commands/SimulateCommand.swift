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

  /// Writes a file; why that fails is printed.
  private func write(_ bytes: [UInt8], to path: String) throws(InputError) {
    do throws(FileError) { try WholeFile.write(bytes, to: path) } catch {
      streams.complain("evse-run: \(DiagnosticText.escaped(path)): \(error.reason)\n")
      throw InputError(exitCode: .misuse)
    }
  }

  /// Simulates every schedule over the readings in `data`; a single one is set against the baselines.
  func run(_ paths: [String], _ options: SimulateOptions, json: Bool) throws -> ExitCode {
    let series = try RecordedReadings(streams: streams, zone: options.zone).series(options.data)
    let given = try paths.map { try prices.informed(files.subject($0)) }
    let subjects =
      given.count == 1
      ? SimulatedSchedules.subjects(given[0]) : given.map { ($0.schedule.name, $0) }
    let absence = try absence(options.away, timezone: given[0].site.timezone)
    var steps = options.steps.map { _ in SimulationSteps(given[0]) }
    let simulated = SimulatedSchedules(
      subjects, over: series, soc: Double(options.soc ?? ForecastTable.usualSoC), absence: absence,
      optimum: options.optimum ? given.indices : 0..<0, each: { steps?.add($0) })
    if let path = options.steps { try write(steps?.bytes ?? [], to: path) }
    if let path = options.svg {
      let picture = SimulationPicture(entries: simulated.entries).text
      try write(Array(picture.utf8), to: path)
    }
    let text =
      json
      ? try JSONText.text(SimulationJSON(simulated))
      : SimulationTable(entries: simulated.entries, series: series, time: simulated.time).text
    try streams.report(text)
    return .fine
  }

  private func absence(_ text: String?, timezone: String) throws(InputError) -> Absence {
    guard let text else { return Absence() }
    if let absence = AbsenceText.absence(text, timezone: timezone) { return absence }
    streams.complain(
      "evse-run: --away: “\(DiagnosticText.escaped(text))” does not say when: `08:00-17:30 on weekdays, 20% a trip` does\n"
    )
    throw InputError(exitCode: .misuse)
  }
}
