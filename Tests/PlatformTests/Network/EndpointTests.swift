import Testing

@testable import Platform

@Suite("Endpoint")
struct EndpointTests {
  @Test(
    "reads host and port",
    arguments: [
      ("192.168.0.123", "192.168.0.123", 502, "192.168.0.123:502"),
      ("192.168.0.123:1502", "192.168.0.123", 1502, "192.168.0.123:1502"),
      ("charger.local", "charger.local", 502, "charger.local:502"),
      ("charger:65535", "charger", 65535, "charger:65535"),
      ("::1", "::1", 502, "[::1]:502"),
      ("[fe80::1%eth0]", "fe80::1%eth0", 502, "[fe80::1%eth0]:502"),
      ("[::1]:80", "::1", 80, "[::1]:80"),
    ] as [(String, String, UInt16, String)])
  func good(text: String, host: String, port: UInt16, description: String) throws {
    let endpoint = try #require(Endpoint(text, defaultPort: 502))
    #expect(endpoint == Endpoint(host: host, port: port))
    #expect(endpoint.description == description)
  }

  @Test(
    "answers nil for what is no host and port",
    arguments: [
      "", ":", ":80", "host:", "host:0", "host:65536", "host:99999999999999999999", "host:-1", "host:+1",
      "host:8o",
      "http://host", "http://host:80/", "host name", "host\r\n", "[::1", "[::1]80", "[]:80", "[host]:80",
      "hôte",
      String(repeating: "a", count: 254),
    ])
  func bad(text: String) {
    #expect(Endpoint(text, defaultPort: 502) == nil)
  }
}
