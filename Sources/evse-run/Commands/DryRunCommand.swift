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
    let (forecast, saving) = try forecast(of: subject, from: start, options)
    if json { return try JSONText.text(ForecastJSON(forecast, of: subject, saving: saving)) }
    let table = ForecastTable(
      forecast: forecast, subject: subject, soc: options.soc, isSoCUnknown: options.isSoCUnknown,
      saving: saving
    ).text
    guard streams.isTerminal else { return table }
    let strip = ForecastStrip(
      forecast: forecast, subject: subject, coloured: streams.coloursReports, width: streams.width)
    return strip.text + "\n" + table
  }

  private func forecast(of subject: HomeSchedule, from start: Instant, _ options: DryRunOptions) throws
    -> (Forecast, ForecastSaving?)
  {
    let soc = Double(options.soc ?? ForecastTable.usualSoC)
    let hours = options.days * 24
    let known = !options.isSoCUnknown
    func looked(ahead home: some HouseSource) -> (Forecast, ForecastSaving?) {
      let forecast = Forecast(of: subject, from: start, hours: hours, soc: soc, known: known, home: home)
      return (
        forecast,
        ForecastSaving(forecast, of: subject, from: start, hours: hours, soc: soc, home: home)
      )
    }
    let recorded = try RecordedReadings(streams: streams, zone: options.zone)
    let series =
      try options.data.isEmpty ? recorded.series(of: subject.site) : recorded.series(options.data)
    guard let series else {
      return looked(ahead: SimulationSettings(site: subject.site).home)
    }
    return looked(ahead: UsualHouse(series, zone: subject.clocks.site))
  }
}
