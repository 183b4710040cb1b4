import Drivers
import Platform
import ScheduleLang

/// The paths by which the page makes a first schedule; they answer only where there is none.
extension APIRoutes {
  static let setupTable: [String: [String: Handler]] = [
    "/api/setup": ["GET": { routes, _ in routes.setUp { .json(SetupJSON($0, at: $1)) } }],
    "/api/setup/probe": [
      "POST": { routes, request in routes.setUp { _, _ in probe(request) } }
    ],
    "/api/setup/text": [
      "POST": { routes, request in routes.setUp { editor, _ in firstText(request, for: editor) } }
    ],
    "/api/setup/file": [
      "POST": { routes, request in routes.setUp { editor, _ in firstFile(request, for: editor) } }
    ],
  ]

  private func setUp(
    _ make: @escaping @Sendable (ScheduleEditor, String) -> HTTPServerResponse
  ) -> HTTPServer.Reply {
    guard let editor, let setupAddress else {
      return .response(APIError.response(409, "a schedule runs already"))
    }
    return job(on: edits) { make(editor, setupAddress) }
  }

  private static func probe(_ request: HTTPServerRequest) -> HTTPServerResponse {
    guard let probe = body(DeviceProbe.self, of: request) else { return notUnderstood }
    do throws(SiteAnswersError) { return .json(DeviceProbeJSON(lines: try probe.lines())) } catch {
      return APIError.response(422, error.reason)
    }
  }

  private static func firstText(
    _ request: HTTPServerRequest, for editor: ScheduleEditor
  ) -> HTTPServerResponse {
    made(request, for: editor) { text, _ in .json(EditedTextJSON(text: text)) }
  }

  /// Writes the file, and beside it each secret into one of its own; those are of names that no answer can choose.
  private static func firstFile(
    _ request: HTTPServerRequest, for editor: ScheduleEditor
  ) -> HTTPServerResponse {
    made(request, for: editor) { text, secrets in
      guard ScheduleFile.isMissing(editor.file.path) else { return refusal(.changed) }
      do throws(FileError) { try SiteSecret.keep(secrets, below: Folder.of(editor.file.path)) } catch {
        return refusal(.unwritable(error.reason))
      }
      do throws(ScheduleFileError) {
        return .json(SavingJSON(tag: try editor.file.replace(nil, by: text, at: .now).tag, restart: []))
      } catch {
        return refusal(error)
      }
    }
  }

  private static func made(
    _ request: HTTPServerRequest, for editor: ScheduleEditor,
    _ answer: (String, [SiteSecret]) -> HTTPServerResponse
  ) -> HTTPServerResponse {
    guard let answers = body(SiteAnswers.self, of: request) else { return notUnderstood }
    let (text, secrets): (String, [SiteSecret])
    do throws(SiteAnswersError) { (text, secrets) = (try answers.text(), try answers.secrets()) } catch {
      return APIError.response(422, error.reason)
    }
    let proposed = ProposedSchedule(text, in: editor.file, after: nil, keeping: secrets)
    guard proposed.objections.isEmpty else {
      return APIError.response(422, proposed.objections.joined(separator: "; "))
    }
    return answer(text, secrets)
  }
}

/// What can be chosen for a first schedule.
struct SetupJSON: Encodable {
  struct Tariff: Encodable {
    var name: String
    /// Whether its prices change by the half hour.
    var isPublished: Bool
  }

  var schemaVersion = JSONText.schemaVersion
  /// The file that is to be written.
  var path: String
  /// Where the page is served now.
  var dashboard: String
  var chargers: [String]
  var meters: [MeterChoice]
  var tariffs: [Tariff]

  init(_ editor: ScheduleEditor, at address: String) {
    path = editor.file.path
    dashboard = address
    chargers = DeviceSchema.drivers(role: "charger")
    meters = MeterChoice.all
    tariffs = SiteAnswers.tariffs.map { Tariff(name: $0.name.text, isPublished: $0.periods.isEmpty) }
  }
}

/// What a device says.
struct DeviceProbeJSON: Encodable {
  var schemaVersion = JSONText.schemaVersion
  var lines: [String]
}
