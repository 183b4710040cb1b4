/// What a pretended device is asked for over HTTP.
struct PretendedTarget: Sendable {
  private let path: String
  private let query: [String: String]

  /// Reads a path with or without a query.
  init(_ target: String) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = String(parts.first ?? "")
    query = parts.count > 1 ? HTTPServerRequest.parameters(of: parts[1].utf8) ?? [:] : [:]
  }

  /// Whether a request asks for it.
  func isAsked(by request: HTTPServerRequest) -> Bool { request.path == path && request.query == query }
}
