import Platform
import ScheduleLang

/// How a described device is logged in to over HTTP.
final class JSONLogin {
  private enum Way {
    case none
    /// What is sent with each request: a token, or over HTTPS a password.
    case always(String)
    case password(DeviceLogin)
  }

  private var way: Way
  /// Until when a device that has refused the token is left alone, and how often it has in a row.
  private var pause: (end: ExchangeDeadline, count: Int)?

  private static let wrongLogin = DeviceError.refused("the device wants another token or password")

  /// The login that a site gives a device; throws where a secret cannot be read.
  init(
    _ access: HTTPAccess, _ device: DeviceConfiguration, endpoint: Endpoint, logins: LoginMemory
  ) throws(DeviceConfigurationError) {
    switch access.login {
    case nil: way = .none
    case .bearer: way = try device.text("token").map { .always("Bearer \($0)") } ?? .none
    case .basic, .digest:
      let (user, password) = (try device.text("user"), try device.text("password"))
      let credentials = password.map { HTTPCredentials(user: user ?? "admin", password: $0) }
      guard !access.isSecure else {
        way = credentials.map { .always($0.basicAuthorization) } ?? .none
        return
      }
      // Who has once asked for Digest is not sent a password in clear text, unless the site says that this is right.
      way = .password(
        DeviceLogin(
          credentials, way: try device.word("login", among: ["basic": .basic, "digest": .digest]),
          device: endpoint.description, memory: logins))
    }
  }

  /// Whether a device that has refused a login is left alone for now.
  var isPaused: Bool {
    switch way {
    case .none: false
    case .always: pause != nil
    case .password(let login): login.isPaused
    }
  }

  /// Throws why the device is left alone for now, where it is.
  func admit(by deadline: ExchangeDeadline) throws(DeviceError) {
    switch way {
    case .none: break
    case .always: if let pause, deadline < pause.end { throw Self.wrongLogin }
    case .password(var login):
      defer { way = .password(login) }
      try login.admit(by: deadline)
    }
  }

  /// Sends a request to a device that may be sent a password in clear text or not.
  ///
  /// - Parameter isUrgent: whether it is sent though the device is left alone for now: a stop is worth a lock-out.
  func send(
    _ request: HTTPRequest, takesClearText: Bool = true, isUrgent: Bool = false, over client: any HTTPPeer,
    by deadline: ExchangeDeadline
  ) throws(DeviceError) -> HTTPResponse {
    var request = request
    switch way {
    case .none: return try client.send(request, by: deadline)
    case .always(let authorization):
      if !isUrgent, let pause, deadline < pause.end { throw Self.wrongLogin }
      request.headers.append(("Authorization", authorization))
      let response = try client.send(request, by: deadline)
      guard [401, 403].contains(response.status) else {
        pause = nil
        return response
      }
      // Some devices lock out whoever tries again and again.
      let count = (pause?.count ?? 0) + 1
      pause = (deadline + .seconds(min(5 << min(count, 10), 300)), count)
      throw Self.wrongLogin
    case .password(var login):
      defer { way = .password(login) }
      return try login.send(
        request, takesClearText: takesClearText, isUrgent: isUrgent, over: client, by: deadline)
    }
  }
}
