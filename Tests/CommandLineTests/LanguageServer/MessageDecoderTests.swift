import Testing

@testable import evse_run

@Suite("Messages of the language server")
struct MessageDecoderTests {
  private let bodies = ["{}", "", "{\"text\":\"\\r\\n\\r\\n☀\"}"].map { Array($0.utf8) }

  private var stream: [UInt8] {
    let extra = Array("content-length:  \(bodies[1].count)\r\nContent-Type: x\r\n\r\n".utf8) + bodies[1]
    return MessageEncoder.bytes(of: bodies[0]) + extra + MessageEncoder.bytes(of: bodies[2])
  }

  private func drain(_ decoder: inout MessageDecoder) throws -> [[UInt8]] {
    var result: [[UInt8]] = []
    while let body = try decoder.next() { result.append(body) }
    return result
  }

  @Test("however the bytes come, the same messages come out", arguments: [1, 2, 3, 7, 20, 1000])
  func chunks(size: Int) throws {
    var decoder = MessageDecoder()
    var result: [[UInt8]] = []
    for start in stride(from: 0, to: stream.count, by: size) {
      decoder.receive(stream[start..<min(stream.count, start + size)])
      result += try drain(&decoder)
    }
    #expect(result == bodies)
  }

  @Test("a message that is cut short is waited for")
  func truncated() throws {
    for length in 0..<MessageEncoder.bytes(of: bodies[2]).count {
      var decoder = MessageDecoder()
      decoder.receive(MessageEncoder.bytes(of: bodies[2]).prefix(length))
      #expect(try decoder.next() == nil)
    }
  }

  @Test(
    "bytes that are no messages are refused",
    arguments: [
      "GET / HTTP/1.1\r\n\r\n", "Content-Length: x\r\n\r\n", "Content-Length: -1\r\n\r\n",
      "Content-Length: 99999999999999999999\r\n\r\n", "Content-Length: 70000000\r\n\r\n", "\r\n\r\n",
      "Content-Length: \r\n\r\n", String(repeating: "x", count: 5000),
    ])
  func malformed(text: String) {
    var decoder = MessageDecoder()
    decoder.receive(text.utf8)
    #expect(throws: MessageError.self) { try decoder.next() }
  }
}
