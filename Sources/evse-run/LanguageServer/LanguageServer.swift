import ScheduleLang

/// A language server as a value: messages in, messages out.
///
/// It keeps the documents that the editor has open; the files that they use come from `readFile`. Nothing that an
/// editor sends stops it but `exit`.
struct LanguageServer {
  /// How many documents may be open at once; editors have a few.
  static let mostDocuments = 200
  /// The longest document that is looked at, in bytes.
  static let longestDocument = 4 << 20

  /// How far the conversation has come.
  enum Phase: Equatable {
    case starting, running, stopping
    /// Over; whether it was brought to an end in the way of the protocol.
    case ended(orderly: Bool)
  }

  /// The errors that the protocol names.
  enum ErrorCode: Int {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParams = -32602
    case notInitialized = -32002
  }

  /// How far the conversation has come.
  private(set) var phase = Phase.starting
  private var documents: [String: OpenDocument] = [:]
  private let readFile: (String) throws(ReadError) -> [UInt8]
  private let now: () -> Instant

  /// Creates a server that reads used files by `readFile`, given their paths.
  init(
    readFile: @escaping (String) throws(ReadError) -> [UInt8],
    now: @escaping () -> Instant
  ) {
    self.readFile = readFile
    self.now = now
  }

  /// Takes one message and gives those that answer it.
  mutating func receive(_ body: [UInt8]) -> [JSONValue] {
    guard let message = JSONValue(body) else { return [error(.parseError, "this is not JSON", id: .null)] }
    guard case .object(let members) = message else {
      return [error(.invalidRequest, "a message is an object", id: .null)]
    }
    guard let method = members["method"]?.string else {
      // An answer to a request that was never sent.
      if members["result"] != nil || members["error"] != nil { return [] }
      return [error(.invalidRequest, "a message names its method", id: members["id"] ?? .null)]
    }
    let params = members["params"] ?? .null
    guard let id = members["id"], id != .null else { return notify(method, params) }
    return [answer(method, params, id: id)]
  }

  // MARK: Requests

  private mutating func answer(_ method: String, _ params: JSONValue, id: JSONValue) -> JSONValue {
    switch (phase, method) {
    case (.starting, "initialize"):
      phase = .running
      return result(LanguageServer.capabilities, id: id)
    case (.starting, _): return error(.notInitialized, "`initialize` comes first", id: id)
    case (.running, "shutdown"):
      phase = .stopping
      return result(.null, id: id)
    case (.running, _): break
    case (.stopping, _), (.ended, _): return error(.invalidRequest, "only `exit` follows `shutdown`", id: id)
    }
    let feature: (OpenDocument) -> JSONValue?
    switch method {
    case "textDocument/hover":
      feature = { [now] document in
        EditorPosition(params["position"]).map { document.hover(at: $0, now: now()) ?? .null }
      }
    case "textDocument/completion":
      feature = { document in EditorPosition(params["position"]).map { .array(document.completions(at: $0)) }
      }
    case "textDocument/definition":
      feature = { document in EditorPosition(params["position"]).map { document.definition(at: $0) ?? .null }
      }
    case "textDocument/formatting":
      feature = { document in document.formattingEdits.map { .array($0) } ?? .null }
    case "textDocument/codeAction":
      feature = { document in
        guard let start = EditorPosition(params["range"]?["start"]),
          let end = EditorPosition(params["range"]?["end"])
        else { return nil }
        return .array(document.codeActions(from: start, to: end))
      }
    default: return error(.methodNotFound, "there is no method \(DiagnosticText.escaped(method))", id: id)
    }
    guard let uri = params["textDocument"]?["uri"]?.string else {
      return error(.invalidParams, "the request names no document", id: id)
    }
    guard let document = documents[uri] else { return result(.null, id: id) }
    guard let value = feature(document) else {
      return error(.invalidParams, "the request names no place", id: id)
    }
    return result(value, id: id)
  }

  // MARK: Notifications

  private mutating func notify(_ method: String, _ params: JSONValue) -> [JSONValue] {
    if method == "exit" {
      phase = .ended(orderly: phase == .stopping)
      return []
    }
    guard phase == .running, let uri = params["textDocument"]?["uri"]?.string else { return [] }
    switch method {
    case "textDocument/didOpen":
      guard let text = params["textDocument"]?["text"]?.string else { return [] }
      return show(text, uri: uri)
    case "textDocument/didChange":
      // The whole text is asked for; a change that names a range does not have it.
      let whole = params["contentChanges"]?.array?.last { $0["range"] == nil }
      guard documents[uri] != nil, let text = whole?["text"]?.string else { return [] }
      return show(text, uri: uri)
    case "textDocument/didClose":
      guard let closed = documents.removeValue(forKey: uri) else { return [] }
      return [published([], uri: uri)] + refresh(usersOf: closed.source.path)
    default: return []
    }
  }

  /// Reads a new text of a document and reports what is wrong in it, and in those that use it.
  private mutating func show(_ text: String, uri: String) -> [JSONValue] {
    guard documents[uri] != nil || documents.count < LanguageServer.mostDocuments else { return [] }
    guard text.utf8.count <= LanguageServer.longestDocument else {
      documents[uri] = nil
      return [published([], uri: uri)]
    }
    let document = opened(text, uri: uri)
    return [published(document.publishedDiagnostics, uri: uri)] + refresh(usersOf: document.source.path)
  }

  private mutating func refresh(usersOf path: String) -> [JSONValue] {
    let path = FilePath.normalized(path)
    let users = documents.values.filter { $0.uses(path: path) }.sorted { $0.uri < $1.uri }
    return users.map { user in
      let text = user.source.text(SourceRange(file: 0, start: 0, end: user.source.bytes.count))
      return published(opened(text, uri: user.uri).publishedDiagnostics, uri: user.uri)
    }
  }

  /// Compiles a document, its used files as they stand in the editor where it has them open.
  private mutating func opened(_ text: String, uri: String) -> OpenDocument {
    let inEditor = Dictionary(
      documents.values.map { (FilePath.normalized($0.source.path), $0.source.bytes) },
      uniquingKeysWith: { first, _ in first })
    let document = OpenDocument(uri: uri, text: text, now: now()) { [readFile] (path) throws(ReadError) in
      if let bytes = inEditor[FilePath.normalized(path)] { return bytes }
      return try readFile(path)
    }
    documents[uri] = document
    return document
  }

  // MARK: Messages

  private func published(_ diagnostics: [JSONValue], uri: String) -> JSONValue {
    [
      "jsonrpc": "2.0", "method": "textDocument/publishDiagnostics",
      "params": ["uri": .string(uri), "diagnostics": .array(diagnostics)],
    ]
  }

  private func result(_ value: JSONValue, id: JSONValue) -> JSONValue {
    ["jsonrpc": "2.0", "id": id, "result": value]
  }

  private func error(_ code: ErrorCode, _ message: String, id: JSONValue) -> JSONValue {
    [
      "jsonrpc": "2.0", "id": id, "error": ["code": .integer(code.rawValue), "message": .string(message)],
    ]
  }

  private static let capabilities: JSONValue = [
    "capabilities": [
      "positionEncoding": "utf-16",
      "textDocumentSync": ["openClose": true, "change": 1],
      "hoverProvider": true,
      "completionProvider": ["triggerCharacters": [" ", ":", ","]],
      "definitionProvider": true,
      "documentFormattingProvider": true,
      "codeActionProvider": ["codeActionKinds": ["quickfix"]],
    ],
    "serverInfo": ["name": "evse-run", "version": .string(version)],
  ]
}
