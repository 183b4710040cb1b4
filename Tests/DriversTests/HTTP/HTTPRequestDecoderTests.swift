import Testing

@testable import Drivers

@Suite("HTTP requests")
struct HTTPRequestDecoderTests {
  private static func all(_ text: String, inPiecesOf size: Int = .max) throws -> [HTTPServerRequest] {
    var decoder = HTTPRequestDecoder()
    var requests: [HTTPServerRequest] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      decoder.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
      while let request = try decoder.next() { requests.append(request) }
    }
    return requests
  }

  private static func status(_ text: String) -> Int? {
    do {
      return try all(text).isEmpty ? nil : 200
    } catch let refusal as HTTPRequestError {
      return refusal.status
    } catch {
      return -1
    }
  }

  private static let two =
    "GET /map?at=Sat+17%3A00&soc=55%25&flag HTTP/1.1\r\nHost: evse.local\r\nX-A:  b\t\r\n\r\n"
    + "POST /api/orders HTTP/1.1\r\nhost: x\r\nContent-Length: 4\r\nConnection: close\r\n\r\n{\"\r\n"

  @Test("two requests in a row, in pieces of any size", arguments: [1, 2, 3, 7, 100, Int.max])
  func pieces(size: Int) throws {
    let requests = try Self.all(Self.two, inPiecesOf: size)
    try #require(requests.count == 2)
    #expect(requests[0].method == "GET" && requests[0].path == "/map")
    #expect(requests[0].query == ["at": "Sat 17:00", "soc": "55%", "flag": ""])
    #expect(requests[0].header("x-a") == "b" && requests[0].keepsConnection)
    #expect(requests[1].method == "POST" && requests[1].body == Array("{\"\r\n".utf8))
    #expect(!requests[1].keepsConnection)
  }

  @Test("what is cut short is no request yet")
  func truncated() throws {
    let bytes = Array(Self.two.utf8)
    let first = Self.two.range(of: "\r\n\r\n").map { Self.two[..<$0.upperBound].utf8.count } ?? 0
    for count in 0..<bytes.count {
      let requests = try Self.all(String(decoding: bytes[..<count], as: UTF8.self))
      #expect(requests.count == (count < first ? 0 : 1))
    }
  }

  @Test(
    "what two readers could understand in different ways is refused",
    arguments: [
      ("GET / HTTP/1.1\r\n\r\n", 400),  // no Host
      ("GET / HTTP/1.1\nHost: a\n\n", 400),  // no end that it would be waited for
      ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\nx", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\nx", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501),
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: identity\r\n\r\nabc", 501),
      ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
      ("GET / HTTP/1.1\nHost: a\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\u{0}\r\n\r\n", 400),
      ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET / x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET http://other/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET /# HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET /?a=%G0 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET /?a=%FF HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
      ("GET / HTTP/1.12\r\nHost: a\r\n\r\n", 505),
      ("GET /\r\n\r\n", 400),
      ("\u{16}\u{3}\u{1}\r\n\r\n", 400),  // TLS
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 524289\r\n\r\n", 413),
    ])
  func refused(text: String, status: Int) {
    #expect(Self.status(text) == status, "\(text)")
  }

  @Test("what is usual is not refused")
  func usual() {
    #expect(Self.status("\r\nGET / HTTP/1.1\r\nHost:a\r\nAccept: */*\r\nCookie: \r\n\r\n") == 200)
    #expect(Self.status("GET / HTTP/1.0\r\n\r\n") == 200)
    #expect(Self.status("OPTIONS /* HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n") == 200)
  }

  @Test("a header without an end is refused at its limit, and not searched again from its start")
  func endless() {
    var decoder = HTTPRequestDecoder()
    decoder.append(Array("GET / HTTP/1.1\r\nHost: a\r\n".utf8))
    var refusal: HTTPRequestError?
    for _ in 0..<200 where refusal == nil {
      decoder.append([UInt8](repeating: 0x41, count: 100))
      do throws(HTTPRequestError) { _ = try decoder.next() } catch { refusal = error }
    }
    #expect(refusal?.status == 431)
    let fields = String(repeating: "a: b\r\n", count: 101)
    #expect(Self.status("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n") == 431)
  }
}
