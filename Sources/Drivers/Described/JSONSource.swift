import Platform
import ScheduleLang

/// The numbers of a device that answers a GET with JSON.
final class JSONSource: NumberSource {
  private let description: DeviceDescription
  private let settings: DescribedSettings
  private let target: String
  private let client: HTTPClient
  private var login: Login

  /// How the device is logged in to.
  enum Login {
    case none
    /// A token that is sent with each request.
    case bearer(String)
    case password(DeviceLogin)
  }

  init(
    _ access: HTTPAccess, _ description: DeviceDescription, _ settings: DescribedSettings, client: HTTPClient,
    login: Login
  ) {
    self.description = description
    self.settings = settings
    self.client = client
    self.login = login
    target = access.target.filled { settings.text($0) }
  }

  /// The login that a site gives a device; throws where a secret cannot be read.
  static func login(
    _ access: HTTPAccess, _ device: DeviceConfiguration, endpoint: Endpoint, logins: LoginMemory
  ) throws(DeviceConfigurationError) -> Login {
    switch access.login {
    case nil: return .none
    case .bearer: return try device.text("token").map { .bearer($0) } ?? .none
    case .basic, .digest:
      let (user, password) = (try device.text("user"), try device.text("password"))
      let credentials = password.map { HTTPCredentials(user: user ?? "admin", password: $0) }
      return .password(
        DeviceLogin(
          credentials, way: access.login == .basic ? .basic : .digest, device: endpoint.description,
          memory: logins))
    }
  }

  func numbers(by deadline: ExchangeDeadline) throws(DeviceError) -> DeviceNumbers {
    let response = try send(by: deadline)
    switch response.status {
    case 200: break
    case 401, 403: throw .refused("the device wants another login (HTTP \(response.status))")
    default: throw .refused("the device answers HTTP \(response.status)")
    }
    guard let answer = JSONTree.decode(response.body) else {
      throw .protocolViolation("the device's answer is no JSON, or too much of it")
    }
    return try numbers(in: answer)
  }

  /// The numbers in an answer; throws where it is not the one that the description expects.
  func numbers(in answer: JSONTree) throws(DeviceError) -> DeviceNumbers {
    for expectation in description.expectations where answer.text(at: expectation.path) != expectation.text {
      throw .protocolViolation("`\(expectation.path.text)` is not \"\(expectation.text)\"")
    }
    var numbers = DeviceNumbers()
    for value in description.values {
      for term in value.terms {
        guard case .path(let path) = term.source else { continue }
        switch answer.find(path, setting: { settings.number($0) }) {
        case .number(let number): numbers.values[term.source] = number
        case .nothing: continue
        case .missing where value.isOptional || value.fallback != nil: continue
        case .missing(let step):
          numbers.failure =
            numbers.failure ?? .protocolViolation("`\(path.text)` leads nowhere: there is no `\(step)`")
        case .other(let kind):
          numbers.failure = numbers.failure ?? .protocolViolation("`\(path.text)` leads to \(kind)")
        }
      }
    }
    return numbers
  }

  private func send(by deadline: ExchangeDeadline) throws(DeviceError) -> HTTPResponse {
    var request = HTTPRequest(get: target)
    switch login {
    case .none: return try client.send(request, by: deadline)
    case .bearer(let token):
      request.headers.append(("Authorization", "Bearer \(token)"))
      return try client.send(request, by: deadline)
    case .password(var password):
      defer { login = .password(password) }
      return try password.send(target, takesClearText: true, over: client, by: deadline)
    }
  }
}
