import Drivers
import Foundation
import PeerSupport
import Testing

@testable import evse_run

@Suite("The page's paths to the schedule")
struct ScheduleRoutesTests {
  private let folder = TemporaryFolder()
  private static let text = "schedule \"s\" {\n    reserve 15%\n    otherwise: idle\n}\n"

  private var path: String { folder.path + "/test.evs" }

  private func routes(setup: Bool = false, path: String? = nil) throws -> APIRoutes {
    let live = LiveView(name: InstanceName("test"), process: 1, observes: false)
    return try APIRoutes(
      live: live, publication: Publication(live),
      editor: ScheduleEditor(path: path ?? self.path, stateFolder: folder.path + "/state"),
      setupAddress: setup ? "127.0.0.1:8080" : nil, ask: { _ in ControlResponse(error: "no") })
  }

  /// The status of an answer and its JSON, made on this thread.
  private func ask(
    _ routes: APIRoutes, _ path: String, _ body: [String: Any]? = nil, query: [String: String] = [:]
  ) throws -> (status: Int, json: [String: Any]) {
    let bytes = try body.map { Array(try JSONSerialization.data(withJSONObject: $0)) }
    let request = HTTPServerRequest(
      method: bytes == nil ? "GET" : "POST", path: path, query: query, body: bytes ?? [])
    let response: HTTPServerResponse
    switch routes.reply(to: request) {
    case .response(let answer): response = answer
    case .job(_, let make): response = make()
    case .events(let answer, _): response = answer
    }
    let json = try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any]
    return (response.status, json ?? [:])
  }

  @Test("a text is shown, saved with its tag, and its earlier versions are shown")
  func saving() throws {
    try folder.write(Self.text)
    let routes = try routes()
    let shown = try ask(routes, "/api/schedule")
    #expect(shown.status == 200 && shown.json["text"] as? String == Self.text)
    #expect(shown.json["path"] as? String == path && shown.json["inForce"] is NSNull)
    let edited = try ask(
      routes, "/api/schedule/form", ["text": Self.text, "edit": ["kind": "reserve", "soc": 40]])
    let text = try #require(edited.json["text"] as? String)
    #expect(edited.status == 200 && text.contains("reserve 40%"))
    #expect(try folder.contents(of: "test.evs") == Self.text)
    let tag = try #require(shown.json["tag"] as? String)
    let saved = try ask(routes, "/api/schedule", ["text": text, "tag": tag])
    #expect(saved.status == 200 && saved.json["tag"] as? String != tag)
    #expect(try folder.contents(of: "test.evs") == text)
    #expect(try ask(routes, "/api/schedule", ["text": Self.text, "tag": tag]).status == 409)
    let versions = try ask(routes, "/api/schedule/versions").json["versions"] as? [[String: String]]
    let name = try #require(versions?.first?["name"])
    let version = try ask(routes, "/api/schedule/versions", query: ["name": name])
    #expect(version.json["text"] as? String == Self.text)
    #expect(try ask(routes, "/api/schedule/versions", query: ["name": "../../test.evs"]).status == 404)
  }

  @Test("what cannot be saved says why, and changes nothing")
  func refusals() throws {
    try folder.write(Self.text)
    let routes = try routes()
    let tag = try #require(try ask(routes, "/api/schedule").json["tag"] as? String)
    let wrong = try ask(routes, "/api/schedule", ["text": Self.text + "nonsense", "tag": tag])
    #expect(wrong.status == 422 && (wrong.json["error"] as? String)?.contains("line 5") == true)
    let long = String(repeating: "#", count: ScheduleFile.sizeLimit + 1)
    for path in ["/api/schedule", "/api/schedule/form", "/api/schedule/language", "/api/schedule/comparison"]
    {
      let edit = ["kind": "reserve", "soc": 40] as [String: Any]
      #expect(try ask(routes, path, ["text": long, "tag": tag, "edit": edit]).status == 413, "\(path)")
      #expect(try ask(routes, path, ["txt": "x"]).status == 400, "\(path)")
    }
    #expect(try ask(routes, "/api/schedule", ["text": Self.text]).status == 409, "without a tag")
    #expect(try ask(routes, "/api/schedule/savings", ["text": Self.text]).status == 503, "nothing runs yet")
    let many = [[String: String]](
      repeating: ["method": "textDocument/hover"], count: LanguageSession.room + 1)
    #expect(try ask(routes, "/api/schedule/language", ["text": "", "requests": many]).status == 400)
    #expect(try folder.contents(of: "test.evs") == Self.text)
    try folder.write("site \"s\" { meter shelly-em at \"x\" { password \"hunter2\" } }")
    let secret = try ask(routes, "/api/schedule").json
    #expect(secret["text"] is NSNull && (secret["problem"] as? String)?.contains("password") == true)
  }

  @Test("standard input is no file to edit")
  func standardInput() throws {
    let routes = try routes(path: "-")
    for path in ["/api/schedule", "/api/schedule/versions", "/api/setup"] {
      #expect(try ask(routes, path).status == 409)
    }
    #expect(try ask(routes, "/api/schedule/language", ["text": ""]).status == 409)
  }

  @Test("a first schedule is made where there is none, and only there")
  func setup() throws {
    let routes = try routes(setup: true)
    let setup = try ask(routes, "/api/setup")
    #expect(setup.status == 200 && setup.json["path"] as? String == path)
    var answers: [String: Any] = [
      "timezone": "UTC", "charger": ["driver": "simulated"], "lowestCurrent": 3, "highestCurrent": 16,
      "discharges": true, "records": false, "plan": "charge",
    ]
    let made = try ask(routes, "/api/setup/text", answers)
    let text = try #require(made.json["text"] as? String)
    #expect(!FileManager.default.fileExists(atPath: path))
    answers["timezone"] = "Nowhere"
    #expect(try ask(routes, "/api/setup/text", answers).status == 422)
    #expect(
      try ask(routes, "/api/setup/probe", ["role": "charger", "driver": "simulated", "address": "x"]).status
        == 422)
    #expect(try ask(routes, "/api/schedule", ["text": text, "tag": NSNull()]).status == 200)
    #expect(try folder.contents(of: "test.evs") == text)
    #expect(try ask(routes, "/api/schedule", ["text": Self.text, "tag": NSNull()]).status == 409)
    let running = try self.routes()
    #expect(try ask(running, "/api/setup").status == 409)
    #expect(
      try ask(running, "/api/setup/probe", ["role": "charger", "driver": "wallbox-quasar", "address": "x"])
        .status == 409)
  }
}
