import Foundation
import PeerSupport
import Testing

@testable import Drivers

@Suite("Posting with curl", .waits, .timeLimit(.minutes(10)))
struct CurlPostTests {
  private func request(_ lines: Range<Int>) -> HTTPRequest {
    let body = lines.map { "measurement grid=\($0).5,action=\"a \\\\ \\\"b\\\"\" \($0)\n" }.joined()
    var request = HTTPRequest(post: Array(body.utf8), to: "/api/v2/write?org=o&bucket=b&precision=ms")
    request.headers = [("Authorization", "Token s3cret"), ("Content-Type", "text/plain; charset=utf-8")]
    return request
  }

  @Test("a large body arrives as it is, with its headers", .needsLineProtocolParser)
  func body() throws {
    let peer = try PeerProcess("influxdb.py")
    let answer = try CurlProcess(timeLimit: .seconds(20)).send(
      request(1..<800), to: "http://\(peer.endpoint)")
    #expect(answer.status == 204)
    #expect(try peer.order("points") == "799")
    #expect(try peer.order("point 799") == #"{"action": "a \\ \"b\"", "grid": 799.5}"#)
    #expect(
      try peer.order("last")
        == "/api/v2/write?org=o&bucket=b&precision=ms Token s3cret text/plain; charset=utf-8")
    try peer.order("behave 429 1")
    #expect(
      try CurlProcess(timeLimit: .seconds(20)).send(request(1..<2), to: "http://\(peer.endpoint)").retryAfter
        == 60)
  }

  @Test("knows whether the system has the program")
  func installation() {
    #expect(CurlProcess(command: "sh").isInstalled)
    #expect(!CurlProcess(command: "no-curl-\(UUID().uuidString)").isInstalled)
  }

  @Test("secrets are in curl's input and never in its arguments")
  func secrets() throws {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    let script =
      "#!/bin/sh\necho \"$@\" > \(folder.path)/arguments\ncat > \(folder.path)/input\nprintf '\\n204 '\n"
    let command = "\(folder.path)/curl"
    try script.write(toFile: command, atomically: true, encoding: .utf8)
    chmod(command, 0o755)
    #expect(try CurlProcess(command: command).send(request(1..<3), to: "https://db").status == 204)
    let arguments = try folder.contents(of: "arguments")
    #expect(arguments.contains("https://db/api/v2/write"))
    #expect(!arguments.contains("s3cret") && !arguments.contains("measurement"))
    #expect(try folder.contents(of: "input").contains("header = \"Authorization: Token s3cret\"\n"))
  }

  @Test("nothing in a header or body ends its line of the configuration")
  func escaping() {
    var request = HTTPRequest(post: Array("a\"b\\c\r\nd\0@e".utf8), to: "/")
    request.headers = [("X", "1\r\nY: 2\"")]
    #expect(
      String(decoding: CurlConfiguration.encode(request), as: UTF8.self)
        == #"""
        request = "POST"
        header = "X: 1Y: 2\""
        data-raw = "a\"b\\c\r\nd@e"

        """#)
  }
}
