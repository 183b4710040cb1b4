import Platform
import Drivers
import Insights
import Runtime
import ScheduleLang

/// What the past is asked for, and what it answers.
extension APIRoutes {
  /// The longest past, in days: a month.
  private static let longest = 31
  /// So many minutes are simulated in little memory: a week and a day.
  private static let fewMinutes = 8 * 1440
  /// How long a stretch is, in minutes, where so many days are asked for.
  private static let steps: [(days: Int, step: Int)] = [(1, 5), (7, 30), (longest, 120)]

  /// The days from `from` on, today where it is not given.
  func history(_ moment: LiveView.Moment, _ request: HTTPServerRequest) -> HTTPServerResponse {
    answer { () throws(RefusalError) in
      let wanted = try wanted(moment, request)
      return .json(
        HistoryJSON(
          try past(wanted), timezone: wanted.subject.site.timezone, span: PastRecords.span(in: wanted.folder)),
        isCompact: true)
    }
  }

  /// The same as a file.
  func historyFile(_ moment: LiveView.Moment, _ request: HTTPServerRequest) -> HTTPServerResponse {
    answer { () throws(RefusalError) in
      let past = try past(try wanted(moment, request))
      return HTTPServerResponse(
        type: "text/csv; charset=utf-8",
        headers: [
          ("Content-Disposition", "attachment; filename=\"evse-run.csv\""), ("Cache-Control", "no-store"),
          ("X-Content-Type-Options", "nosniff"),
        ], body: Array(HistoryCSV(past: past).text.utf8))
    }
  }

  /// What the present schedule would have done in these days, what doing nothing would have cost, and what was possible.
  func simulation(_ moment: LiveView.Moment, _ request: HTTPServerRequest) -> HTTPServerResponse {
    answer { () throws(RefusalError) in
      let wanted = try wanted(moment, request)
      let (series, soc) = try series(wanted)
      makeRoom(toSimulate: series)
      return .json(
        SimulationJSON(
          SimulatedSchedules(
            SimulatedSchedules.subjects(wanted.subject, and: [.nothing]), over: series,
            soc: Double(soc ?? ForecastTable.usualSoC), optimum: 0..<1)))
    }
  }

  /// A long simulation has its room from what was read for it.
  func makeRoom(toSimulate series: HouseSeries) {
    if series.count > Self.fewMinutes { records.forget() }
    SteadyMemory.giveBack()
  }

  /// What is asked for.
  private struct Wanted {
    var subject: HomeSchedule
    var folder: String
    var dates: [CivilDate]
    var range: Range<Instant>
    var step: Int
  }

  /// Why there is no answer.
  private struct RefusalError: Error {
    var response: HTTPServerResponse

    init(_ status: Int, _ message: String) { response = APIError.response(status, message) }

    init(_ response: HTTPServerResponse) { self.response = response }
  }

  private func answer(_ make: () throws(RefusalError) -> HTTPServerResponse) -> HTTPServerResponse {
    do throws(RefusalError) { return try make() } catch { return error.response }
  }

  private func wanted(_ moment: LiveView.Moment, _ request: HTTPServerRequest) throws(RefusalError) -> Wanted
  {
    let zone = moment.subject.clocks.site
    guard let days = request.query["days"].map({ Int($0) }) ?? 1, (1...Self.longest).contains(days),
      let step = Self.steps.first(where: { days <= $0.days })?.step
    else { throw RefusalError(400, "`days` is a number from 1 to \(Self.longest)") }
    let today = zone.local(moment.snapshot.instant).date
    guard let first = request.query["from"].map({ CivilDate(iso: $0) }) ?? today else {
      throw RefusalError(400, "`from` is a day such as 2026-11-22")
    }
    guard let folder = moment.subject.site.recordFolder else {
      if request.path == "/api/history" { throw RefusalError(.json(UnrecordedJSON())) }
      throw RefusalError(409, "this site records nothing in files")
    }
    return Wanted(
      subject: moment.subject, folder: folder, dates: (0..<days).map { first.adding(days: $0) },
      range: zone.start(of: first)..<zone.start(of: first.adding(days: days)), step: step)
  }

  private func days(_ wanted: Wanted) throws(RefusalError) -> [RecordedDay] {
    do throws(PastRecords.UnfinishedError) { return try records.days(wanted.dates, in: wanted.folder) } catch
    {
      throw RefusalError(503, "the records are being read: \(error.done) of \(error.count) days")
    }
  }

  private func past(_ wanted: Wanted) throws(RefusalError) -> Past {
    Past(of: wanted.subject, try days(wanted), in: wanted.range, step: wanted.step)
  }

  /// What the house did, and the SoC at first; the days themselves are let go.
  private func series(_ wanted: Wanted) throws(RefusalError) -> (HouseSeries, soc: Int?) {
    let days = try days(wanted)
    guard let series = HouseSeries(days, in: wanted.range, name: "the records in \(wanted.folder)") else {
      throw RefusalError(409, "nothing is recorded of these days")
    }
    return (series, days.firstSoC(in: wanted.range))
  }
}

extension ZoneRules {
  /// When a day begins.
  fileprivate func start(of date: CivilDate) -> Instant {
    switch instants(of: LocalTime(date: date, minute: 0)) {
    case .once(let instant), .skipped(next: let instant), .twice(let instant, _): instant
    }
  }
}
