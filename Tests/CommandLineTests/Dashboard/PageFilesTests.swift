import Drivers
import Foundation
import Testing

@testable import evse_run

@Suite("The page's files")
struct PageFilesTests {
  private let files = PageFiles()

  private func file(_ path: String, tag: String? = nil) -> HTTPServerResponse? {
    var headers = HTTPHeaders()
    if let tag { headers.add("If-None-Match", tag) }
    return files.response(to: HTTPServerRequest(method: "GET", path: path, headers: headers))
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try #require(file(path)).body, as: UTF8.self)
  }

  @Test("all that the page and its modules ask for is there, and less than 100 KB in all")
  func complete() throws {
    let first = try closure(of: ["/"])
    #expect(first.count > 8 && !first.keys.contains("/editor.js"))
    #expect(first.values.reduce(0, +) < 100_000)
    // What is loaded when the past or the schedule is opened, and where there is none yet.
    #expect(
      try closure(of: ["/history.js"]).keys.contains("/history-chart.js")
        && !first.keys.contains("/history.js"))
    let later = try closure(of: ["/schedule.js", "/schedule.css"])
    #expect(later.keys.contains("/editor.js") && later.values.reduce(0, +) < 100_000)
    #expect(try text("/main.js").contains("\"schedule.js\""))
    let setup = PageFiles(isSetup: true).response(to: HTTPServerRequest(method: "GET", path: "/"))
    let text = String(decoding: try #require(setup).body, as: UTF8.self)
    #expect(try closure(of: Self.references(in: text)).keys.contains("/setup.js"))
  }

  /// The sizes of the files that `paths` lead to.
  private func closure(of paths: [String]) throws -> [String: Int] {
    var wanted = paths
    var sizes: [String: Int] = [:]
    while let path = wanted.popLast() {
      guard sizes[path] == nil else { continue }
      let text = try text(path)
      sizes[path] = text.utf8.count
      wanted += Self.references(in: text)
    }
    return sizes
  }

  private static func references(in text: String) -> [String] {
    text.matches(of: #/(?:src|href)="([^"#:]+)"|from "\./([^"]+)"/#).map {
      "/" + String($0.output.1 ?? $0.output.2 ?? "")
    }
  }

  @Test("nothing refers to another site, and no path starts at a root that a proxy may have moved")
  func relative() throws {
    for path in [
      "/", "/style.css", "/main.js", "/api.js", "/text.js", "/now.js", "/flows.js", "/orders.js", "/plan.js",
      "/map.js", "/explain.js", "/schedule.js", "/schedule.css", "/editor.js", "/paint.js", "/proposals.js",
      "/problems.js", "/markdown.js", "/diff.js", "/form.js", "/compare.js", "/setup.js", "/sign-in.js",
      "/history.js", "/history-chart.js", "/history-tables.js", "/history.css",
    ] {
      let text = try text(path).replacing("http://www.w3.org/2000/svg", with: "")
      #expect(!text.contains("http:") && !text.contains("https:") && !text.contains("\"//"), "\(path)")
      #expect(
        text.matches(of: #/(?:src|href|action)="\//#).isEmpty
          && text.matches(of: #/(?:fetch|EventSource)\("\//#).isEmpty, "\(path)")
    }
  }

  @Test("a strict policy goes with each, and one that is known already is not sent again")
  func headers() throws {
    let page = try #require(file("/"))
    let headers = Dictionary(uniqueKeysWithValues: page.headers.map { ($0.name, $0.value) })
    #expect(headers["Content-Security-Policy"]?.contains("default-src 'none'") == true)
    #expect(headers["Content-Security-Policy"]?.contains("unsafe") == false)
    let again = try #require(file("/", tag: headers["ETag"]))
    #expect(again.status == 304 && again.body.isEmpty)
    #expect(file("/", tag: "\"other\"")?.status == 200)
    for path in ["/index.html", "/../etc/passwd", "//", "/%2e%2e/", "/style.css/", "/STYLE.CSS"] {
      #expect(file(path) == nil)
    }
  }

  @Test("the interface's description names every path that is answered, and no other")
  func openAPI() throws {
    let description = try #require(
      try JSONSerialization.jsonObject(with: Data(try text("/api/openapi.json").utf8)) as? [String: Any])
    let paths = try #require(description["paths"] as? [String: [String: Any]])
    let documented = paths.mapValues { Set($0.keys.map { $0.uppercased() }) }
    #expect(documented == APIRoutes.methods)
  }
}
