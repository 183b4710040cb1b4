import ScheduleLang

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

  /// The number that a request tells where this has `{value}`; 0 where it has none, and nil where it asks for something else.
  func told(by request: HTTPServerRequest) -> Double? {
    guard request.path == path, Set(request.query.keys) == Set(query.keys) else { return nil }
    var told = 0.0
    for (name, wanted) in query {
      if wanted == Self.placeholder {
        guard let number = request.query[name].flatMap({ Double($0) }), number.isFinite else { return nil }
        told = number
      } else if request.query[name] != wanted {
        return nil
      }
    }
    return told
  }

  /// What stands for the number that is told.
  static let placeholder = "{\(ChargerRequest.told)}"
}
