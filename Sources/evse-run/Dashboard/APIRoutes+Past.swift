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
    past(moment, request) { past, folder in
      .json(
        HistoryJSON(past, timezone: moment.subject.site.timezone, span: PastRecords.span(in: folder)),
        isCompact: true)
    }
  }

  /// The same as a file.
  func historyFile(_ moment: LiveView.Moment, _ request: HTTPServerRequest) -> HTTPServerResponse {
    past(moment, request) { past, _ in
      HTTPServerResponse(
        type: "text/csv; charset=utf-8",
        headers: [
          ("Content-Disposition", "attachment; filename=\"evse-run.csv\""), ("Cache-Control", "no-store"),
          ("X-Content-Type-Options", "nosniff"),
        ], body: Array(HistoryCSV(past: past).text.utf8))
    }
  }

  /// What the present schedule would have done in these days, what doing nothing would have cost, and what was possible.
  func simulation(_ moment: LiveView.Moment, _ request: HTTPServerRequest) -> HTTPServerResponse {
    past(moment, request) { past, _ in
      guard let series = past.series else {
        return APIError.response(409, "nothing is recorded of these days")
      }
      // A long simulation has its room from what was read for it.
      if series.count > Self.fewMinutes { records.forget() }
      return .json(
        SimulationJSON(
          SimulatedSchedules(
            SimulatedSchedules.subjects(moment.subject, and: [.nothing]), over: series,
            soc: Double(past.total.socStart ?? ForecastTable.usualSoC), optimum: 0..<1)))
    }
  }

  private func past(
    _ moment: LiveView.Moment, _ request: HTTPServerRequest, _ answer: (Past, String) -> HTTPServerResponse
  ) -> HTTPServerResponse {
    let subject = moment.subject
    let today = subject.clocks.site.local(moment.snapshot.instant).date
    guard let days = request.query["days"].map({ Int($0) }) ?? 1, (1...Self.longest).contains(days),
      let step = Self.steps.first(where: { days <= $0.days })?.step
    else { return APIError.response(400, "`days` is a number from 1 to \(Self.longest)") }
    guard let first = request.query["from"].map({ CivilDate(iso: $0) }) ?? today else {
      return APIError.response(400, "`from` is a day such as 2026-11-22")
    }
    let folder = subject.site.records.lazy.filter { $0.driver == "csv" }.compactMap(\.address).first
    guard let folder else {
      return request.path == "/api/history"
        ? .json(UnrecordedJSON()) : APIError.response(409, "this site records nothing in files")
    }
    switch records.days((0..<days).map { first.adding(days: $0) }, in: folder) {
    case .reading(let done, let count):
      return APIError.response(503, "the records are being read: \(done) of \(count) days")
    case .days(let found):
      let range =
        subject.clocks.site.start(of: first)..<subject.clocks.site.start(of: first.adding(days: days))
      return answer(Past(of: subject, found, in: range, step: step, name: "the records in \(folder)"), folder)
    }
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
