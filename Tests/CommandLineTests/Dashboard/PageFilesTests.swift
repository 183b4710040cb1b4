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
    var wanted = ["/"]
    var seen: Set<String> = []
    var size = 0
    while let path = wanted.popLast() {
      guard seen.insert(path).inserted else { continue }
      let text = try text(path)
      size += text.utf8.count
      for match in text.matches(of: #/(?:src|href)="([^"#:]+)"|from "\./([^"]+)"/#) {
        wanted.append("/" + String(match.output.1 ?? match.output.2 ?? ""))
      }
    }
    // The past is loaded when it is opened.
    #expect(seen.count > 8 && !seen.contains("/history.js"))
    #expect(size < 100_000)
  }

  @Test("nothing refers to another site, and no path starts at a root that a proxy may have moved")
  func relative() throws {
    for path in [
      "/", "/style.css", "/main.js", "/api.js", "/text.js", "/now.js", "/flows.js", "/orders.js", "/plan.js",
      "/map.js", "/explain.js", "/history.js", "/history-chart.js", "/history-tables.js", "/history.css",
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
