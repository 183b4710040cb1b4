import Platform
import Drivers
import FoundationEssentials
import Runtime
import ScheduleLang

/// The paths by which the page edits the schedule.
extension APIRoutes {
  static let scheduleTable: [String: [String: Handler]] = [
    "/api/schedule": [
      "GET": { routes, _ in routes.edit { routes.show($0) } },
      "POST": { routes, request in routes.edit(with: request) { routes.save($0, $1) } },
    ],
    "/api/schedule/language": [
      "POST": { routes, request in routes.languageAnswer(to: request) }
    ],
    "/api/schedule/form": ["POST": { routes, request in routes.edit(with: request) { routes.form($0, $1) } }],
    "/api/schedule/versions": ["GET": { routes, request in routes.edit { routes.versions($0, request) } }],
    "/api/schedule/comparison": [
      "POST": { routes, request in
        routes.compared(request, on: routes.comparisons) {
          .json(ScheduleComparisonJSON($0, $1, at: $2), isCompact: true)
        }
      }
    ],
    "/api/schedule/savings": [
      // It looks back, and two who do so at once would take twice the memory.
      "POST": { routes, request in
        routes.compared(request, on: routes.looksBack) { .json(SavingsJSON($0, $1, at: $2, routes: routes)) }
      }
    ],
  ]

  /// The longest text that is compared, in bytes: hundreds of rules take many seconds.
  private static let comparedSize = 32 << 10

  /// A text that is to be looked at, or saved.
  private struct GivenText: Decodable {
    var text: String
  }

  private struct GivenSchedule: Decodable {
    var text: String
    /// The tag that came with the text which is replaced; null where there is no file yet.
    var tag: String?
    /// Whether what only a restart takes over is saved all the same.
    var acceptRestart: Bool?
  }

  private struct GivenForm: Decodable {
    var text: String
    var edit: FormEdit
  }

  private struct GivenRequests: Decodable {
    var text: String
    var requests: [LanguageSession.Request]?
  }

  /// What runs now; nil before the first tick, and where nothing runs yet.
  private var running: HomeSchedule? { live.moment?.subject }

  // MARK: Answering

  private func edit(_ make: @escaping @Sendable (ScheduleEditor) -> HTTPServerResponse) -> HTTPServer.Reply {
    guard let editor else {
      return .response(
        APIError.response(409, "the schedule came from standard input: there is no file to edit"))
    }
    return job(on: edits) { make(editor) }
  }

  private func edit<Body: Decodable & Sendable>(
    with request: HTTPServerRequest, _ make: @escaping @Sendable (ScheduleEditor, Body) -> HTTPServerResponse
  ) -> HTTPServer.Reply {
    edit { editor in
      guard let body = Self.body(Body.self, of: request) else { return Self.notUnderstood }
      return make(editor, body)
    }
  }

  static func body<Body: Decodable>(_ type: Body.Type, of request: HTTPServerRequest) -> Body? {
    try? JSONDecoder().decode(type, from: Data(request.body))
  }

  static var notUnderstood: HTTPServerResponse {
    APIError.response(400, "this is no request that evse-run \(version) understands")
  }

  static func refusal(_ refusal: ScheduleFileError) -> HTTPServerResponse {
    let status =
      switch refusal {
      case .missing: 404
      case .changed: 409
      case .holdsSecret: 403
      case .tooLong: 413
      case .unreadable, .unwritable: 500
      }
    return APIError.response(status, refusal.explanation)
  }

  // MARK: The file

  private func show(_ editor: ScheduleEditor) -> HTTPServerResponse {
    .json(ScheduleJSON(editor, running: live.moment?.running))
  }

  private func save(_ editor: ScheduleEditor, _ given: GivenSchedule) -> HTTPServerResponse {
    guard given.text.utf8.count <= ScheduleFile.sizeLimit else { return Self.refusal(.tooLong) }
    let proposed = ProposedSchedule(given.text, in: editor.file, after: running)
    guard proposed.objections.isEmpty else {
      return .json(
        SavingJSON(error: "not saved: " + proposed.objections.joined(separator: "; "), restart: []),
        status: 422)
    }
    guard proposed.restarts.isEmpty || given.acceptRestart == true else {
      return .json(
        SavingJSON(
          error: "not saved: a restart of evse-run is needed for this: "
            + proposed.restarts.joined(separator: "; "),
          restart: proposed.restarts), status: 409)
    }
    do throws(ScheduleFileError) {
      let saved = try editor.file.replace(given.tag, by: given.text, at: .now)
      return .json(SavingJSON(tag: saved.tag, restart: proposed.restarts))
    } catch {
      return Self.refusal(error)
    }
  }

  private func form(_ editor: ScheduleEditor, _ given: GivenForm) -> HTTPServerResponse {
    guard given.text.utf8.count <= ScheduleFile.sizeLimit else { return Self.refusal(.tooLong) }
    do throws(FormEditError) {
      return .json(EditedTextJSON(text: try given.edit.applied(to: given.text)))
    } catch {
      switch error {
      case .senseless(let reason): return APIError.response(422, reason)
      case .noSchedule:
        return APIError.response(422, "this file has no schedule of its own: its rules stand in another")
      }
    }
  }

  private func versions(_ editor: ScheduleEditor, _ request: HTTPServerRequest) -> HTTPServerResponse {
    guard let name = request.query["name"] else { return .json(VersionsJSON(editor.file.versions)) }
    guard let text = editor.file.versions?.text(of: name) else {
      return APIError.response(404, "there is no such version")
    }
    guard !text.holdsLiteralSecret else { return Self.refusal(.holdsSecret) }
    return .json(EditedTextJSON(text: text))
  }

  // MARK: The text

  private func languageAnswer(to request: HTTPServerRequest) -> HTTPServer.Reply {
    guard let editor else { return edit { _ in Self.notUnderstood } }
    return job(on: language) {
      guard let given = Self.body(GivenRequests.self, of: request),
        given.requests?.count ?? 0 <= LanguageSession.room
      else { return Self.notUnderstood }
      guard given.text.utf8.count <= ScheduleFile.sizeLimit else { return Self.refusal(.tooLong) }
      let reading = EditorReading(besides: running?.sources ?? [])
      return .json(editor.language.answer(given.requests ?? [], about: given.text, reading: reading))
    }
  }

  private func compared(
    _ request: HTTPServerRequest, on queue: JobQueue,
    _ make: @escaping @Sendable (HomeSchedule, HomeSchedule, LiveView.Moment) -> HTTPServerResponse
  ) -> HTTPServer.Reply {
    guard let editor else { return edit { _ in Self.notUnderstood } }
    return job(on: queue) {
      guard let given = Self.body(GivenText.self, of: request) else { return Self.notUnderstood }
      guard given.text.utf8.count <= Self.comparedSize else {
        return APIError.response(413, "texts of up to \(Self.comparedSize >> 10) KiB are compared")
      }
      guard let moment = live.moment else { return APIError.response(503, "the program is starting") }
      let proposed = ProposedSchedule(given.text, in: editor.file, after: moment.subject)
      guard let subject = proposed.subject else {
        return APIError.response(422, proposed.objections.joined(separator: "; "))
      }
      // What checked the text is not what compares it.
      SteadyMemory.giveBack()
      return make(moment.subject, subject, moment)
    }
  }
}
