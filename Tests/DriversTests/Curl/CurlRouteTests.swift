import Foundation
import PeerSupport
import Testing

@testable import Drivers

@Suite("By which way curl goes", .waits, .timeLimit(.minutes(10)))
struct CurlRouteTests {
  @Test(
    "what is not encrypted, and what stays on this machine, never goes through a proxy",
    arguments: [
      "http://127.0.0.1:8080/x", "http://localhost", "http://[::1]:1/x", "http://db.lan/x", "HTTP://x",
      "https://127.0.0.1/x", "https://localhost:1", "https://LOCALHOST./x", "https://a.localhost",
      "https://[::1]/",
      "https://127.1:9", "https://2130706433/", "https://0.0.0.0:3", "https://[::ffff:127.0.0.1]/x",
    ])
  func direct(url: String) {
    #expect(CurlRoute.arguments(for: url).suffix(2) == ["--noproxy", "*"])
  }

  @Test(
    "what is encrypted may go through the proxy that is meant for it",
    arguments: [
      "https://api.octopus.energy/v1", "https://192.0.2.1", "https://localhost.example.org/",
      "https://[2001:db8::1]:5/",
    ])
  func secure(url: String) {
    #expect(CurlRoute.arguments(for: url) == ["--proto", "=https"])
  }

  /// The system's curl in an environment that names a proxy for everything, behind which is nothing.
  private func curl(in folder: TemporaryFolder) throws -> CurlProcess {
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    let names = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    let proxies = names.map { "\($0)=http://127.0.0.1:1" }.joined(separator: " ")
    let command = "\(folder.path)/curl"
    try "#!/bin/sh\nexec env -u no_proxy -u NO_PROXY \(proxies) curl \"$@\"\n".write(
      toFile: command, atomically: true, encoding: .utf8)
    chmod(command, 0o755)
    return CurlProcess(command: command, timeLimit: .seconds(20))
  }

  @Test("a sign-in on this machine reaches it whatever proxies the environment names", .needsPython)
  func live() throws {
    let folder = TemporaryFolder()
    let curl = try curl(in: folder)
    let peer = try PeerProcess("shelly.py", ["--password", "x"])
    var request = HTTPRequest(get: "/status")
    request.headers = [("Authorization", HTTPCredentials(user: "admin", password: "x").basicAuthorization)]
    #expect(try curl.send(request, to: "http://127.0.0.1:\(peer.port)").status == 200)
    #expect(try curl.send(request, to: "http://localhost:\(peer.port)").status == 200)
    #expect(throws: CurlError.transport("the host does not answer")) {
      try curl.get("https://192.0.2.1/")
    }
  }
}
