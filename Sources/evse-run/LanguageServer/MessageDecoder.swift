/// Bytes that are no stream of messages; nothing after them can be understood.
struct MessageError: Error, Equatable {
  var reason: String
}

/// Takes the messages of the language server protocol out of a stream of bytes.
///
/// A message is headers that end with an empty line, one of them `Content-Length`, and a body of so many bytes.
struct MessageDecoder {
  /// The longest body that is taken, in bytes: a schedule of the greatest size with every byte escaped.
  static let longestBody = 64 << 20
  /// The longest headers that are taken, in bytes.
  static let longestHeaders = 4096

  private var bytes: [UInt8] = []
  /// Where the first byte is that no message has taken.
  private var start = 0
  /// Up to where the end of the headers has been looked for.
  private var searched = 0
  /// Where the body starts and ends, once its headers are complete.
  private var body: Range<Int>?

  /// Takes in what has come.
  mutating func receive(_ more: some Sequence<UInt8>) {
    if start > 0 {
      bytes.removeFirst(start)
      searched -= start
      body = body.map { ($0.lowerBound - start)..<($0.upperBound - start) }
      start = 0
    }
    bytes += more
  }

  /// The body of the next message; nil where more bytes are needed.
  mutating func next() throws(MessageError) -> [UInt8]? {
    if body == nil { body = try nextBody() }
    guard let body, body.upperBound <= bytes.count else { return nil }
    start = body.upperBound
    searched = start
    self.body = nil
    return Array(bytes[body])
  }

  private mutating func nextBody() throws(MessageError) -> Range<Int>? {
    let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    var index = max(start, searched - end.count)
    while index + end.count <= bytes.count, !bytes[index...].starts(with: end) { index += 1 }
    searched = bytes.count
    guard index - start <= MessageDecoder.longestHeaders else {
      throw MessageError(reason: "headers without end")
    }
    guard index + end.count <= bytes.count else { return nil }
    let length = try contentLength(String(decoding: bytes[start..<index], as: UTF8.self))
    return (index + end.count)..<(index + end.count + length)
  }

  private func contentLength(_ headers: String) throws(MessageError) -> Int {
    for line in headers.split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
      let digits = parts[1].filter { $0 != " " && $0 != "\t" }
      guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let length = Int(digits) else {
        throw MessageError(reason: "a Content-Length that is no number")
      }
      guard length <= MessageDecoder.longestBody else {
        throw MessageError(reason: "a message that is too long")
      }
      return length
    }
    throw MessageError(reason: "a message without Content-Length")
  }
}

/// Puts messages of the language server protocol into bytes.
enum MessageEncoder {
  /// `body` with its headers.
  static func bytes(of body: [UInt8]) -> [UInt8] {
    Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
  }
}
