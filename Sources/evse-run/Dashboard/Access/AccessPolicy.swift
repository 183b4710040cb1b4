import Platform
import Drivers
import Glibc
import ScheduleLang

/// Why a request is refused.
enum AccessError: Error, Hashable {
  /// It asks for a name that is not this program's.
  case foreignHost
  /// It comes from another site's page.
  case foreignOrigin
  /// It brings no token, or a wrong one.
  case unauthorized
  /// A change that is not sent as JSON, which only a page of the same site may do unasked.
  case mediaType
}

/// Who may see the page and order something through it.
///
/// The network that it is served to is not trusted, and neither are the other pages in the same browser: a name that was
/// made to point here (DNS rebinding) and a request that another site's page sends (CSRF) are refused.
struct AccessPolicy: Sendable {
  /// Names, beside addresses and `localhost`, by which the page may be asked for, such as that of a reverse proxy.
  var hosts: [String] = []
  /// Gives the token that a client must know; nil where none is needed, on loopback.
  var token: (@Sendable () -> String)?

  /// The cookie in which a browser keeps the token.
  static let cookie = "evse_token"

  /// The names of this machine in its own network.
  static var ownNames: [String] {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return [] }
    let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.isEmpty ? [] : [text, text + ".local"]
  }

  /// Throws where `request` may not be answered.
  ///
  /// - Parameter needsToken: false for what a browser needs before it knows the token.
  func check(_ request: HTTPServerRequest, needsToken: Bool = true) throws(AccessError) {
    guard let host = request.header("host"), isOwn(host) else { throw .foreignHost }
    let isReading = request.method == "GET" || request.method == "HEAD"
    if let origin = request.headers["origin"].first {
      guard request.headers["origin"].count == 1, Self.isSame(origin, host) else { throw .foreignOrigin }
    }
    // Browsers say so themselves; a link from elsewhere to the page is fine, anything else is not.
    if let site = request.header("sec-fetch-site"), site != "same-origin", site != "none" {
      guard isReading, request.header("sec-fetch-mode") == "navigate" else { throw .foreignOrigin }
    }
    if !isReading {
      let type = request.header("content-type")?.prefix { $0 != ";" }.lowercased()
      guard type == "application/json" else { throw .mediaType }
    }
    guard needsToken, let token else { return }
    guard let given = Self.token(in: request), Self.isEqual(given, token()) else { throw .unauthorized }
  }

  /// Whether `host`, with or without a port, is an address, `localhost` or a name that the site allows.
  ///
  /// An address cannot be rebound: only names are looked up.
  private func isOwn(_ host: String) -> Bool {
    guard let endpoint = Endpoint(host, defaultPort: 80) else { return false }
    let name = endpoint.host.lowercased()
    return name == "localhost" || Self.isAddress(name) || hosts.contains { $0.lowercased() == name }
  }

  private static func isAddress(_ name: String) -> Bool {
    if name.contains(":") { return name.utf8.allSatisfy { $0 == 0x3A || $0 == 0x2E || isHexadecimal($0) } }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy {
        (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
      }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }

  /// Whether an origin is that of the page which `host` names; a proxy may speak TLS in front of this program.
  private static func isSame(_ origin: String, _ host: String) -> Bool {
    for (scheme, port) in [("http://", ":80"), ("https://", ":443")] where origin.hasPrefix(scheme) {
      let rest = origin.dropFirst(scheme.count).lowercased()
      let host = host.lowercased()
      return rest == host || rest + port == host || rest == host + port
    }
    return false
  }

  /// The token that a request brings, as a bearer or in the page's cookie.
  static func token(in request: HTTPServerRequest) -> String? {
    if let text = request.header("authorization"), text.lowercased().hasPrefix("bearer ") {
      return String(text.dropFirst(7))
    }
    for field in request.headers["cookie"] {
      for pair in field.split(separator: ";") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == Self.cookie[...] else { continue }
        return String(parts[1])
      }
    }
    return nil
  }

  /// Compares in a time that does not tell how much of `given` is right.
  static func isEqual(_ given: String, _ secret: String) -> Bool {
    let (given, secret) = (Array(given.utf8), Array(secret.utf8))
    var difference = given.count ^ secret.count
    for index in secret.indices {
      difference |= Int(secret[index] ^ (index < given.count ? given[index] : 0))
    }
    return difference == 0 && !secret.isEmpty
  }
}

extension AccessError {
  /// The refusal as an answer.
  var response: HTTPServerResponse {
    switch self {
    case .foreignHost:
      APIError.response(
        421, "this program is not called that: ask for it by its address, or name it behind `host`")
    case .foreignOrigin: APIError.response(403, "another site's page may not ask for this")
    case .unauthorized: APIError.response(401, "a token is needed")
    case .mediaType: APIError.response(415, "send application/json")
    }
  }
}
