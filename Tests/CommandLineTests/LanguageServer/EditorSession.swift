import Foundation
import ScheduleLang
import Testing

@testable import evse_run

/// An editor that talks to a language server in the same process.
struct EditorSession {
  var server: LanguageServer
  /// The diagnostics of each document, as they were told last.
  private(set) var diagnostics: [String: [JSONValue]] = [:]
  private var requests = 0

  /// Monday 2026-11-23 12:00 in London.
  static let now = Instant(seconds: 1_795_435_200)

  init(files: [String: String] = [:], initialized: Bool = true) {
    server = LanguageServer(
      readFile: { (path) throws(ReadError) in
        guard let text = files[path] else { throw ReadError("there is no such file") }
        return Array(text.utf8)
      }, now: { EditorSession.now })
    if initialized { _ = request("initialize", [:]) }
  }

  /// Sends a request and gives its answer.
  mutating func request(_ method: String, _ params: JSONValue) -> JSONValue {
    requests += 1
    let message: JSONValue = [
      "jsonrpc": "2.0", "id": .integer(requests), "method": .string(method), "params": params,
    ]
    return server.receive(message.bytes).first ?? .null
  }

  mutating func notify(_ method: String, _ params: JSONValue) {
    let message: JSONValue = ["jsonrpc": "2.0", "method": .string(method), "params": params]
    for answer in server.receive(message.bytes) {
      guard let uri = answer["params"]?["uri"]?.string else { continue }
      diagnostics[uri] = answer["params"]?["diagnostics"]?.array
    }
  }

  mutating func open(_ text: String, uri: String = "file:///home/a.evs") {
    notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": .string(uri), "languageId": "evs", "version": 1, "text": .string(text)]])
  }

  mutating func change(_ text: String, uri: String = "file:///home/a.evs") {
    notify(
      "textDocument/didChange",
      ["textDocument": ["uri": .string(uri), "version": 2], "contentChanges": [["text": .string(text)]]])
  }

  /// Asks about the place of `|` in `text`, which is opened without it.
  mutating func ask(_ method: String, about text: String, uri: String = "file:///home/a.evs") -> JSONValue? {
    let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    open(parts.joined(), uri: uri)
    let lines = parts[0].split(separator: "\n", omittingEmptySubsequences: false)
    let position = EditorPosition(line: lines.count - 1, character: lines.last?.utf16.count ?? 0)
    return request(
      "textDocument/" + method, ["textDocument": ["uri": .string(uri)], "position": position.json])["result"]
  }

  /// The labels that are offered at `|`.
  mutating func labels(at text: String) -> [String] {
    ask("completion", about: text)?.array?.compactMap { $0["label"]?.string } ?? []
  }
}
