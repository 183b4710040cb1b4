/// Why a charger could not be restarted through Wallbox's web API; never with a secret in it.
public enum WallboxError: Error, Hashable, Sendable {
  /// The account's name or password is wrong.
  case credentials
  /// The account may not do this.
  case forbidden
  /// There were too many requests; the server may say after how many seconds to come again.
  case tooMany(retryAfter: Int?)
  /// The server failed, with this status.
  case server(Int)
  /// The server answered something else than expected.
  case unexpected(String)
  /// There was no answer.
  case unreachable(String)
  /// The restart was asked for, and no answer came: it may have been done.
  case unanswered

  /// How long to wait before the next try, in seconds, when so many in a row have failed.
  func delay(failures: Int) -> Int {
    switch self {
    case .credentials, .forbidden, .unexpected: return 3600
    case .tooMany(let seconds): return min(max(seconds ?? 900, 60), 86_400)
    case .server, .unreachable, .unanswered: return min(60 << min(max(failures - 1, 0), 5), 1800)
    }
  }
}

extension WallboxError: CustomStringConvertible {
  /// The failure as a clause.
  public var description: String {
    switch self {
    case .credentials: "Wallbox does not accept the account's name and password"
    case .forbidden: "Wallbox forbids it (403)"
    case .tooMany: "Wallbox had too many requests (429)"
    case .server(let status): "Wallbox's server failed (\(status))"
    case .unexpected(let what): "Wallbox answered \(what)"
    case .unreachable(let reason): "Wallbox cannot be reached: \(reason)"
    case .unanswered: "Wallbox did not answer the restart; it may have been done"
    }
  }
}
