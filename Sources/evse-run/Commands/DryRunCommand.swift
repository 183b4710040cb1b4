import Insights
import Runtime
import ScheduleLang

/// Prints what a schedule would do in the time to come.
struct DryRunCommand {
  let streams: ReportStreams

  /// The report of `subject` from `start` on.
  func text(_ subject: HomeSchedule, from start: Instant, _ options: DryRunOptions, json: Bool) throws
    -> String
  {
    let forecast = try forecast(of: subject, from: start, options)
    if json { return try JSONText.text(ForecastJSON(forecast, of: subject)) }
    let table = ForecastTable(
      forecast: forecast, subject: subject, soc: options.soc, isSoCUnknown: options.isSoCUnknown
    ).text
    guard streams.isTerminal else { return table }
    let strip = ForecastStrip(
      forecast: forecast, subject: subject, coloured: streams.coloursReports, width: streams.width)
    return strip.text + "\n" + table
  }

  private func forecast(of subject: HomeSchedule, from start: Instant, _ options: DryRunOptions) throws
    -> Forecast
  {
    let soc = Double(options.soc ?? ForecastTable.usualSoC)
    let hours = options.days * 24
    let known = !options.isSoCUnknown
    let recorded = try RecordedReadings(streams: streams, zone: options.zone)
    let series =
      try options.data.isEmpty ? recorded.series(of: subject.site) : recorded.series(options.data)
    guard let series else {
      let home = SimulationSettings(site: subject.site).home
      return Forecast(of: subject, from: start, hours: hours, soc: soc, known: known, home: home)
    }
    let home = UsualHouse(series, zone: subject.clocks.site)
    return Forecast(of: subject, from: start, hours: hours, soc: soc, known: known, home: home)
  }
}
