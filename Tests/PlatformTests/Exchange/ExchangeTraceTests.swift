import Testing

@testable import Platform

@Suite("Printing exchanges")
struct ExchangeTraceTests {
  @Test("bytes are printed as hexadecimal numbers, text as it is")
  func lines() {
    #expect(ExchangeTrace.line(.sent, [0, 1, 0xAB], peer: "10.0.0.2:502") == "10.0.0.2:502 > 00 01 ab")
    #expect(
      ExchangeTrace.line(.received, Array("HTTP/1.1 200 OK\r\nA: b\r\n\r\n{}".utf8), peer: "meter:80")
        == "meter:80 < HTTP/1.1 200 OK | A: b |  | {}")
  }

  @Test(
    "secrets are not printed",
    arguments: [
      "Authorization: Digest username=\"admin\", response=\"s3cret\"", "authorization: Token s3cret",
      "Set-Cookie: id=s3cret", "GET /status?token=s3cret&id=1 HTTP/1.1", "user=a&Password=s3cret",
      "{\"user\": \"a\", \"Password\" : \"s3\\\"s3cret\", \"id\": 1}", "{\"token\":s3cret}",
      "{\"jwt\":\"s3cret",
      "{\"größe\": 1, \"access_token\": \"s3cret\"}",
    ])
  func secrets(line: String) {
    let shown = ExchangeTrace.line(.sent, Array("GET / HTTP/1.1\r\n\(line)\r\n\r\n".utf8), peer: "p")
    #expect(!shown.contains("s3cret") && shown.contains("…"))
  }

  @Test(
    "what is no secret stays",
    arguments: [
      "GET /rpc/EM1.GetStatus?id=0 HTTP/1.1", "keyword: a=b", "x&y=1 ", "{\"keys\": [\"a\"], \"id\": 1}",
    ])
  func others(line: String) {
    #expect(ExchangeTrace.masked(line) == line)
  }
}
