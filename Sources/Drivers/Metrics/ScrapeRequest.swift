/// A request for the metrics, as far as its first line tells.
enum ScrapeRequest {
  /// The most bytes of a request.
  static let limit = 8192

  /// The HTTP status that answers the bytes received so far, 200 for the metrics; nil asks for more bytes.
  static func status(of bytes: [UInt8]) -> Int? {
    guard let end = endOfHead(bytes) else { return bytes.count > limit ? 431 : nil }
    let line = bytes[..<end].prefix { $0 != 0x0D && $0 != 0x0A }
    let parts = String(decoding: line, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2].hasPrefix("HTTP/1.") else { return 400 }
    guard parts[1].prefix(while: { $0 != "?" }) == "/metrics" else { return 404 }
    return parts[0] == "GET" ? 200 : 405
  }

  /// Where the empty line is that ends the header.
  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    bytes.indices.first {
      bytes[$0...].starts(with: [0x0D, 0x0A, 0x0D, 0x0A]) || bytes[$0...].starts(with: [0x0A, 0x0A])
    }
  }
}
