import SeededRandomness
import Testing

@testable import Drivers

@Suite("HTTP response decoder")
struct HTTPResponseDecoderTests {
  private func decode(_ parts: [[UInt8]], closed: Bool = false) throws -> HTTPResponse? {
    var decoder = HTTPResponseDecoder()
    for part in parts {
      if let response = try decoder.decode(part) { return response }
    }
    return closed ? try decoder.end() : nil
  }

  private func decode(_ text: String, closed: Bool = false) throws -> HTTPResponse? {
    try decode([Array(text.utf8)], closed: closed)
  }

  static let whole: [(text: String, body: String, keeps: Bool)] = [
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", true),
    ("HTTP/1.1 200 OK\r\nCONTENT-LENGTH:\t5 \r\nConnection: close\r\n\r\nhello", "hello", false),
    ("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", false),
    ("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n", "", true),
    ("HTTP/1.1 204 No Content\r\n\r\n", "", true),
    ("HTTP/1.1 200\nContent-Length: 2\n\nhi", "hi", true),
    ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "hi", true),
    (
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;a=b\r\n!\r\n0\r\n\r\n", "hello!",
      true
    ),
    (
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n00A\r\n0123456789\r\n0\r\nX: y\r\n\r\n",
      "0123456789", true
    ),
  ]

  @Test("reads a response in one piece, byte by byte, and in every split in two", arguments: whole)
  func splits(text: String, body: String, keeps: Bool) throws {
    let bytes = Array(text.utf8)
    var ways = (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
    ways.append(bytes.map { [$0] })
    for way in ways {
      let response = try #require(try decode(way))
      #expect(String(decoding: response.body, as: UTF8.self) == body)
      #expect(response.keepsConnection == keeps)
    }
  }

  @Test("asks for more until the last byte, and calls an early end truncated", arguments: whole)
  func truncated(text: String, body: String, keeps: Bool) throws {
    let bytes = Array(text.utf8)
    for count in 0..<bytes.count {
      #expect(try decode([Array(bytes.prefix(count))]) == nil)
      #expect(throws: HTTPError.truncated) { try decode([Array(bytes.prefix(count))], closed: true) }
    }
  }

  @Test("a body without a length ends with the connection")
  func untilClose() throws {
    let text = "HTTP/1.1 200 OK\r\nServer: x\r\n\r\nhello"
    #expect(try decode(text) == nil)
    let response = try #require(try decode(text, closed: true))
    #expect(response.body == Array("hello".utf8))
    #expect(!response.keepsConnection)
    #expect(response.headers["SERVER"] == ["x"])
  }

  @Test("a connection with bytes that nobody asked for is not kept")
  func surplus() throws {
    #expect(try decode("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi there")?.keepsConnection == false)
  }

  @Test(
    "what is no HTTP/1.1 is malformed",
    arguments: [
      "HTTP/2 200 OK\r\n", "SSH-2.0-OpenSSH\r\n", "\r\n", "HTTP/1.1 2000 OK\r\n", "HTTP/1.1 +20 OK\r\n",
      "HTTP/1.1 099 OK\r\n", "HTTP/1.1  200 OK\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n",
      "HTTP/1.1 200 OK\r\n: x\r\n",
      "HTTP/1.1 200 OK\r\nA b: x\r\n", "HTTP/1.1 200 OK\r\nA: x\u{0}\r\n", "HTTP/1.1 200 OK\r\nA: x\ry\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
    ])
  func malformed(text: String) {
    let error = #expect(throws: HTTPError.self) { try decode(text) }
    guard case .malformed = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("headers and bodies have a largest size")
  func limits() throws {
    let head = "HTTP/1.1 200 OK\r\n"
    let limit = HTTPResponseDecoder.bodyLimit
    #expect(throws: HTTPError.tooLarge("headers of more than 16384 bytes")) {
      try decode(head + String(repeating: "A: b\r\n", count: 4000))
    }
    #expect(throws: HTTPError.tooLarge("headers of more than 16384 bytes")) {
      try decode(String(repeating: "H", count: 16_385))
    }
    #expect(throws: HTTPError.tooLarge("a body of more than 1048576 bytes")) {
      try decode(head + "Content-Length: \(limit + 1)\r\n\r\n")
    }
    #expect(throws: HTTPError.tooLarge("a body of more than 1048576 bytes")) {
      try decode(head + "\r\n" + String(repeating: "x", count: limit + 1))
    }
    let chunk = "80000\r\n" + String(repeating: "x", count: 0x80000) + "\r\n"
    #expect(throws: HTTPError.tooLarge("a body of more than 1048576 bytes")) {
      try decode(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "1\r\nx\r\n")
    }
    let full = try #require(
      try decode(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n"))
    #expect(full.body.count == limit)
  }

  @Test("random and mutated bytes never trap")
  func garbage() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<20_000 {
      var bytes = Array(Self.whole[Int.random(in: 0..<Self.whole.count, using: &random)].text.utf8)
      for _ in 0..<Int.random(in: 0..<6, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let cut = Int.random(in: 0...bytes.count, using: &random)
      let body = try? decode([Array(bytes[..<cut]), Array(bytes[cut...])], closed: true)?.body
      #expect((body?.count ?? 0) <= bytes.count)
    }
  }
}
