import Platform
import Drivers
import Insights
import Runtime
import ScheduleLang

/// The programming interface: what each path answers, documented in `openapi.json`.
struct APIRoutes: Sendable {
  /// What the program last knew.
  let live: LiveView
  /// Has an order carried out.
  let ask: @Sendable (ControlRequest) -> ControlResponse
  /// What edits the schedule; nil where it is no file.
  let editor: ScheduleEditor?
  /// Where the page is served that makes a first schedule; nil where one runs.
  let setupAddress: String?
  /// Orders wait for no report, a look at this second for no long one, and nothing for a look back.
  private let orders: JobQueue
  private let glances: JobQueue
  private let reports: JobQueue
  let looksBack: JobQueue
  /// Plans and maps, which every open page asks for once a minute.
  private let kept = KeptReports()
  /// What is read of the site's records.
  let records = PastRecords()
  /// Neither do files and the language; what compares schedules takes longest.
  let edits: JobQueue
  let language: JobQueue
  let comparisons: JobQueue
  private let publication: Publication

  typealias Handler = @Sendable (APIRoutes, HTTPServerRequest) -> HTTPServer.Reply

  private static let table: [String: [String: Handler]] =
    ownTable
    .merging(scheduleTable) { own, _ in own }.merging(setupTable) { own, _ in own }

  private static let ownTable: [String: [String: Handler]] = [
    "/api/now": [
      "GET": { routes, _ in
        routes.report(on: routes.glances) { moment in .json(routes.publication.report(of: moment)) }
      }
    ],
    "/api/events": ["GET": { routes, _ in routes.events }],
    "/api/session": ["POST": { _, request in .response(session(request)) }],
    "/api/orders": ["POST": { routes, request in routes.order(request) }],
    "/api/plan": ["GET": { routes, request in routes.report { moment in routes.plan(moment, request) } }],
    "/api/map": ["GET": { routes, _ in routes.report { moment in routes.map(moment) } }],
    "/api/history": [
      "GET": { routes, request in
        routes.report(on: routes.looksBack) { moment in routes.history(moment, request) }
      }
    ],
    "/api/history.csv": [
      "GET": { routes, request in
        routes.report(on: routes.looksBack) { moment in routes.historyFile(moment, request) }
      }
    ],
    "/api/history/simulation": [
      "GET": { routes, request in
        routes.report(on: routes.looksBack) { moment in routes.simulation(moment, request) }
      }
    ],
    "/api/explain": [
      "GET": { routes, request in routes.report { moment in routes.explain(moment, request) } }
    ],
  ]

  /// The methods that each path takes.
  static var methods: [String: Set<String>] { table.mapValues { Set($0.keys) } }

  /// The most hours of a plan.
  private static let longestPlan = 168

  /// Creates the routes, and the threads that answer them.
  init(
    live: LiveView, publication: Publication, editor: ScheduleEditor?, setupAddress: String?,
    ask: @escaping @Sendable (ControlRequest) -> ControlResponse
  ) throws(ThreadError) {
    self.live = live
    self.editor = editor
    self.setupAddress = setupAddress
    edits = try JobQueue(room: 16)
    language = try JobQueue(room: 16)
    comparisons = try JobQueue(room: 4, isPatient: true)
    self.publication = publication
    self.ask = ask
    orders = try JobQueue(room: 16)
    glances = try JobQueue(room: 16)
    reports = try JobQueue(room: 16)
    looksBack = try JobQueue(room: 16, isPatient: true)
  }

  /// The answer to a request that may be answered.
  func reply(to request: HTTPServerRequest) -> HTTPServer.Reply {
    guard let handler = Self.handler(for: request) else { return .response(Self.objection(to: request)) }
    return handler(self, request)
  }

  /// Whether there is anything that answers such a request.
  static func takes(_ request: HTTPServerRequest) -> Bool { handler(for: request) != nil }

  private static func handler(for request: HTTPServerRequest) -> Handler? {
    table[request.path]?[request.method == "HEAD" ? "GET" : request.method]
  }

  /// Why nothing answers such a request.
  static func objection(to request: HTTPServerRequest) -> HTTPServerResponse {
    guard let methods = table[request.path]?.keys.sorted().joined(separator: ", ") else {
      return APIError.response(404, "there is no such path")
    }
    var response = APIError.response(405, "this path takes \(methods)")
    response.headers.append(("Allow", methods))
    return response
  }

  /// A report of the latest moment, made beside the server's thread.
  private func report(
    on queue: JobQueue? = nil, _ make: @escaping @Sendable (LiveView.Moment) -> HTTPServerResponse
  ) -> HTTPServer.Reply {
    job(on: queue ?? reports) {
      guard let moment = live.moment else { return APIError.response(503, "the program is starting") }
      return make(moment)
    }
  }

  /// Work beside the server's thread.
  ///
  /// Each kind of it needs a large part of the program for a moment: it has its room from what was in use before.
  func job(on queue: JobQueue, _ make: @escaping @Sendable () -> HTTPServerResponse) -> HTTPServer.Reply {
    .job(queue) {
      SteadyMemory.giveBack()
      defer { SteadyMemory.giveBack() }
      return make()
    }
  }

  private var events: HTTPServer.Reply {
    let first = publication.event ?? []
    return .events(
      HTTPServerResponse(
        type: "text/event-stream",
        headers: [
          ("Cache-Control", "no-store"), ("X-Accel-Buffering", "no"), ("X-Content-Type-Options", "nosniff"),
        ],
        body: Array("retry: 1000\n\n".utf8) + first))
  }

  /// A value that is not looked at.
  private struct Nothing: Decodable {
    init(from decoder: any Decoder) {}
  }

  private static let sessionLimits = JSONLimits(bytes: 4096, elements: 64, depth: 4)

  /// Lets a browser keep the token with which it has just come.
  private static func session(_ request: HTTPServerRequest) -> HTTPServerResponse {
    guard (try? sessionLimits.decode([String: Nothing].self, from: request.body))?.isEmpty == true else {
      return APIError.response(400, "the body is {}")
    }
    var response = HTTPServerResponse.json(["schemaVersion": JSONText.schemaVersion])
    if let token = AccessPolicy.token(in: request) {
      let secure = request.header("x-forwarded-proto") == "https" ? "; Secure" : ""
      response.headers.append(
        (
          "Set-Cookie",
          "\(AccessPolicy.cookie)=\(token); Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict\(secure)"
        ))
    }
    return response
  }

  private func order(_ request: HTTPServerRequest) -> HTTPServer.Reply {
    guard let order = ControlRequest(json: request.body) else {
      return .response(APIError.response(400, "this is no order that evse-run \(version) understands"))
    }
    return .job(orders) {
      let answer = ask(order)
      return .json(answer, status: answer.error == nil ? 200 : 409)
    }
  }

  private func plan(_ moment: LiveView.Moment, _ request: HTTPServerRequest) -> HTTPServerResponse {
    guard let hours = request.query["hours"].map({ Int($0) }) ?? 24, (1...Self.longestPlan).contains(hours)
    else {
      return APIError.response(400, "`hours` is a number from 1 to \(Self.longestPlan)")
    }
    let subject = moment.subject
    let origin = KeptReports.Origin(
      revision: moment.running.revision, time: moment.snapshot.instant.seconds / 60,
      soc: moment.snapshot.readings.soc)
    return kept.response(to: "plan of \(hours) hours", of: origin) {
      .json(
        PlanJSON(
          of: subject, from: moment.snapshot.instant.wholeSecond, hours: hours,
          soc: moment.snapshot.readings.soc, home: SimulationSettings(site: subject.site).home),
        isCompact: true)
    }
  }

  private func map(_ moment: LiveView.Moment) -> HTTPServerResponse {
    let subject = moment.subject
    let today = subject.clocks.site.local(moment.snapshot.instant).date
    let origin = KeptReports.Origin(revision: moment.running.revision, time: Int64(today.dayNumber))
    return kept.response(to: "map", of: origin) {
      .json(MapJSON(PolicyMap(of: subject, around: today), of: subject), isCompact: true)
    }
  }

  private func explain(_ moment: LiveView.Moment, _ request: HTTPServerRequest) -> HTTPServerResponse {
    let subject = moment.subject
    var readings = moment.snapshot.readings
    var instant = moment.snapshot.instant
    if let text = request.query["at"] {
      guard let at = Instant(iso: text.utf8) else {
        return APIError.response(400, "`at` is an instant such as 2026-11-22T16:00:00Z")
      }
      instant = at
      // What is read now says nothing of another time, but for the SoC and the plug.
      readings = Readings()
      readings.soc = moment.snapshot.readings.soc
      readings.pluggedIn = moment.snapshot.readings.pluggedIn
    }
    if let text = request.query["soc"] {
      let soc = Int(text)
      guard text == "unknown" || soc.map((0...100).contains) == true else {
        return APIError.response(400, "`soc` is a number from 0 to 100, or unknown")
      }
      readings.soc = soc
    }
    let explanation = Explanation(subject, at: subject.clocks.moment(at: instant), readings: readings)
    return .json(ExplanationJSON(explanation, of: subject))
  }
}
