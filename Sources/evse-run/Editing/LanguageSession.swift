import ScheduleLang
import Synchronization

/// Asks a language server about one text, as if an editor had just opened it: nothing is kept from one request to the next
/// but what the last text came to.
final class LanguageSession: Sendable {
  /// One request of the protocol, whose document is that text.
  struct Request: Decodable {
    var method: String
    var params: JSONValue?
  }

  /// What came of it.
  struct Answer: Encodable {
    var schemaVersion = JSONText.schemaVersion
    /// How edits name the document.
    var uri: String
    /// As `textDocument/publishDiagnostics` gives them.
    var diagnostics: [JSONValue]
    /// The result of each request; null where there is none.
    var results: [JSONValue]
  }

  /// The most requests about a text at once.
  static let room = 8
  /// The most diagnostics, and the most parts of a result.
  fileprivate static let most = 200
  /// For how many seconds a text need not be read again: files that it uses may change.
  fileprivate static let keeping: Int64 = 5

  fileprivate struct Opened {
    var text: String
    var since: Instant
    var server: LanguageServer
    var diagnostics: [JSONValue]
  }

  private let uri: String
  private let opened = Mutex<Opened?>(nil)

  /// Creates the session of the document at `path`.
  init(path: String) { uri = DocumentURI.uri(path: path) }

  /// What is wrong with `text`, and the answers to `requests` about it.
  func answer(
    _ requests: [Request], about text: String, reading: EditorReading, now: Instant = .now
  ) -> Answer {
    opened.withLock { opened in
      if opened?.isFresh(text, at: now) != true {
        opened = Opened(text, uri: uri, reading: reading, since: now)
      }
      let results = requests.prefix(Self.room).enumerated().map { number, request in
        opened?.result(of: request, number: number, uri: uri) ?? .null
      }
      return Answer(uri: uri, diagnostics: opened?.diagnostics ?? [], results: results)
    }
  }
}

extension LanguageSession.Opened {
  fileprivate init(_ text: String, uri: String, reading: EditorReading, since: Instant) {
    (self.text, self.since) = (text, since)
    server = LanguageServer(readFile: reading.read, now: { .now })
    _ = server.receive(
      (["jsonrpc": "2.0", "id": 0, "method": "initialize", "params": [:]] as JSONValue).bytes)
    let messages = server.receive(
      ([
        "jsonrpc": "2.0", "method": "textDocument/didOpen",
        "params": [
          "textDocument": ["uri": .string(uri), "languageId": "evs", "version": 1, "text": .string(text)]
        ],
      ] as JSONValue).bytes)
    let published = messages.first { $0["params"]?["uri"]?.string == uri }
    let found = published?["params"]?["diagnostics"]?.array ?? []
    // Errors first, in their order: what is beyond the bound is the least.
    let errors = found.filter { $0["severity"] == 1 }
    diagnostics = Array((errors + found.filter { $0["severity"] != 1 }).prefix(LanguageSession.most))
  }

  /// Whether what came of it counts for `other` at `now`.
  fileprivate func isFresh(_ other: String, at now: Instant) -> Bool {
    text == other && since <= now && now.seconds - since.seconds < LanguageSession.keeping
  }

  fileprivate mutating func result(of request: LanguageSession.Request, number: Int, uri: String) -> JSONValue
  {
    // A conversation has a beginning and an end, which are not the page's.
    guard request.method.hasPrefix("textDocument/") else { return .null }
    var params: [String: JSONValue] = [:]
    if case .object(let given)? = request.params { params = given }
    params["textDocument"] = ["uri": .string(uri)]
    let message: JSONValue = [
      "jsonrpc": "2.0", "id": .integer(number + 1), "method": .string(request.method),
      "params": .object(params),
    ]
    let result = server.receive(message.bytes).first?["result"] ?? .null
    return result.array.map { .array(Array($0.prefix(LanguageSession.most))) } ?? result
  }
}
