import PeerSupport
import Drivers
import Testing

@testable import evse_run

@Suite("Access to the page")
struct AccessPolicyTests {
  private static let secret = String(repeating: "0f", count: 32)
  private static let open = AccessPolicy(hosts: ["evse.example", "pi"])
  private static let guarded = AccessPolicy(hosts: ["evse.example"], token: { secret })

  private static func refusal(
    _ fields: [(String, String)], _ method: String = "GET", by policy: AccessPolicy = open,
    needsToken: Bool = true
  ) -> AccessError? {
    var headers = HTTPHeaders()
    for (name, value) in fields { headers.add(name, value) }
    let request = HTTPServerRequest(method: method, path: "/api/now", headers: headers)
    do throws(AccessError) {
      try policy.check(request, needsToken: needsToken)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "only names of its own are answered to",
    arguments: [
      ("127.0.0.1:8080", true), ("localhost", true), ("LOCALHOST:8080", true), ("[::1]:8080", true),
      ("192.168.0.7", true), ("evse.example", true), ("pi:8080", true),
      ("evil.example", false), ("evse.example.evil.example", false), ("127.0.0.1.evil.example", false),
      ("1.2.3", false), ("", false), ("a b", false), ("localhost.evil.example", false), ("0x7f.1", false),
      ("user@127.0.0.1", false), ("127.0.0.1:99999", false),
    ])
  func hosts(host: String, isOwn: Bool) {
    #expect(Self.refusal([("Host", host)]) == (isOwn ? nil : .foreignHost))
  }

  @Test("a request without a Host, or with two, is refused")
  func noHost() {
    #expect(Self.refusal([]) == .foreignHost)
    #expect(Self.refusal([("Host", "localhost"), ("Host", "localhost")]) == .foreignHost)
  }

  @Test(
    "another site's page may neither read nor order",
    arguments: [
      ("http://localhost:8080", "localhost:8080", true), ("https://evse.example", "evse.example", true),
      ("https://evse.example", "evse.example:443", true), ("http://127.0.0.1", "127.0.0.1:80", true),
      ("https://evil.example", "localhost:8080", false), ("null", "localhost:8080", false),
      ("http://localhost:8081", "localhost:8080", false), ("http://localhost", "localhost:8080", false),
      ("https://evse.example", "evse.example:80", false), ("http://localhost:8080/", "localhost:8080", false),
      ("", "localhost:8080", false), ("file://", "localhost:8080", false),
    ])
  func origins(origin: String, host: String, isOwn: Bool) {
    for method in ["GET", "POST"] {
      let refusal = Self.refusal(
        [("Host", host), ("Origin", origin), ("Content-Type", "application/json")], method)
      #expect(refusal == (isOwn ? nil : .foreignOrigin))
    }
  }

  @Test("what a browser says of a request's site counts, but a link to the page is fine")
  func fetchMetadata() {
    func refusal(_ method: String, _ site: String, _ mode: String) -> AccessError? {
      Self.refusal(
        [
          ("Host", "localhost"), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode),
          ("Content-Type", "application/json"),
        ], method)
    }
    #expect(refusal("GET", "same-origin", "cors") == nil)
    #expect(refusal("POST", "same-origin", "cors") == nil)
    #expect(refusal("GET", "none", "navigate") == nil)
    #expect(refusal("GET", "cross-site", "navigate") == nil)
    #expect(refusal("GET", "cross-site", "no-cors") == .foreignOrigin)
    #expect(refusal("GET", "same-site", "cors") == .foreignOrigin)
    #expect(refusal("POST", "cross-site", "navigate") == .foreignOrigin)
  }

  @Test(
    "a change must be JSON, which a form of another site cannot send",
    arguments: [
      ("application/json", true), ("Application/JSON; charset=utf-8", true), ("text/plain", false),
      ("application/x-www-form-urlencoded", false), ("multipart/form-data; boundary=application/json", false),
    ])
  func mediaTypes(type: String, isAllowed: Bool) {
    for method in ["POST", "PUT", "DELETE"] {
      #expect(
        Self.refusal([("Host", "localhost"), ("Content-Type", type)], method)
          == (isAllowed ? nil : .mediaType))
    }
    #expect(Self.refusal([("Host", "localhost")], "POST") == .mediaType)
  }

  @Test("where a token is needed, only the right one is")
  func tokens() {
    let secret = Self.secret
    func refusal(_ fields: (String, String)...) -> AccessError? {
      Self.refusal([("Host", "192.168.0.7")] + fields, by: Self.guarded)
    }
    #expect(refusal() == .unauthorized)
    #expect(refusal(("Authorization", "Bearer \(secret)")) == nil)
    #expect(refusal(("Cookie", "a=b; evse_token=\(secret); c=d")) == nil)
    #expect(refusal(("Authorization", "Bearer \(secret)0")) == .unauthorized)
    #expect(refusal(("Authorization", "Bearer \(secret.dropLast())")) == .unauthorized)
    #expect(refusal(("Authorization", "Bearer ")) == .unauthorized)
    #expect(refusal(("Authorization", "Basic \(secret)")) == .unauthorized)
    #expect(refusal(("Cookie", "xevse_token=\(secret)")) == .unauthorized)
    #expect(refusal(("Cookie", "evse_token=")) == .unauthorized)
    #expect(Self.refusal([("Host", "192.168.0.7")], by: Self.guarded, needsToken: false) == nil)
  }

  @Test("a token that could neither be read nor made lets nobody in")
  func noToken() {
    let policy = AccessPolicy(token: { "" })
    #expect(Self.refusal([("Host", "localhost"), ("Authorization", "Bearer ")], by: policy) == .unauthorized)
    #expect(!AccessPolicy.isEqual("", ""))
  }
}
