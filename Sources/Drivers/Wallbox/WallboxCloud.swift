import ScheduleLang

/// Restarts a charger through Wallbox's web API, for when Modbus is dead.
///
/// The endpoints are those of the public wallbox client library: `users/signin` with HTTP Basic,
/// `users/refresh-token` with the refresh token, and `v3/chargers/SERIAL/remote-action` with action 3.
struct WallboxCloud {
  let settings: WallboxSettings
  var curl = CurlProcess()
  private var session: WallboxSession?

  init(_ settings: WallboxSettings) { self.settings = settings }

  /// Restarts the charger, signing in where that is needed; blocks for as long as curl may take.
  mutating func restart(at now: Instant) throws(WallboxError) {
    let usedKnownToken = session?.isValid(at: now) ?? false
    do throws(WallboxError) {
      try act(with: try validSession(at: now))
    } catch .credentials where usedKnownToken {
      // The token was withdrawn before its time: once more, from the start.
      session = nil
      try act(with: try validSession(at: now))
    }
  }

  private mutating func validSession(at now: Instant) throws(WallboxError) -> WallboxSession {
    if let session, session.isValid(at: now) { return session }
    if let session, session.isRefreshable(at: now) {
      do throws(WallboxError) {
        return try open("/users/refresh-token", "Bearer \(session.refreshToken)")
      } catch .credentials, .forbidden, .unexpected {
        // What cannot be refreshed is begun anew.
      }
    }
    session = nil
    return try open("/users/signin", settings.credentials.basicAuthorization)
  }

  private mutating func open(_ target: String, _ authorization: String) throws(WallboxError)
    -> WallboxSession
  {
    var request = HTTPRequest(get: target)
    request.headers = [
      ("Authorization", authorization), ("Partner", "wallbox"), ("Accept", "application/json"),
    ]
    let answer: CurlProcess.Answer
    do throws(CurlError) {
      answer = try curl.send(request, to: settings.signInOrigin)
    } catch {
      throw .unreachable("\(error)")
    }
    try Self.check(answer)
    guard let opened = WallboxSession(answer.body) else { throw .unexpected("a sign-in without a token") }
    session = opened
    return opened
  }

  private func act(with session: WallboxSession) throws(WallboxError) {
    var request = HTTPRequest(
      post: Array(#"{"action":3}"#.utf8), to: "/v3/chargers/\(settings.serial)/remote-action")
    request.headers = [
      ("Authorization", "Bearer \(session.token)"), ("Accept", "application/json"),
      ("Content-Type", "application/json;charset=UTF-8"),
    ]
    let answer: CurlProcess.Answer
    do throws(CurlError) {
      answer = try curl.send(request, to: settings.apiOrigin)
    } catch .timeout, .cut, .tooLarge {
      throw .unanswered
    } catch {
      throw .unreachable("\(error)")
    }
    // A gateway that waited in vain knows no more than a client that does.
    if answer.status == 504 { throw .unanswered }
    try Self.check(answer)
  }

  private static func check(_ answer: CurlProcess.Answer) throws(WallboxError) {
    switch answer.status {
    case 200..<300: return
    case 401: throw .credentials
    case 403: throw .forbidden
    case 429: throw .tooMany(retryAfter: answer.retryAfter)
    case 500..<600: throw .server(answer.status)
    default: throw .unexpected("with status \(answer.status)")
    }
  }
}
