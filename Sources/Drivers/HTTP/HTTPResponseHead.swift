/// The status line and header fields of a response, as they are being read.
struct HTTPResponseHead {
  /// How the body ends.
  enum Framing: Hashable {
    case length(Int)
    case chunked
    /// With the connection.
    case close
  }

  private(set) var status: Int
  private(set) var headers = HTTPHeaders()
  /// Whether the version is 1.1, which keeps connections unless told otherwise.
  private let isVersion11: Bool

  /// Reads a status line such as `HTTP/1.1 200 OK`.
  init(statusLine line: [UInt8]) throws(HTTPError) {
    let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2,
      parts[0].elementsEqual("HTTP/1.1".utf8) || parts[0].elementsEqual("HTTP/1.0".utf8),
      parts[1].count == 3, let status = decimal(parts[1]), (100...599).contains(status)
    else { throw .malformed("the response does not start with an HTTP/1.1 status line") }
    self.status = status
    isVersion11 = parts[0].last == UInt8(ascii: "1")
  }

  /// Reads a header line such as `Content-Length: 12`.
  mutating func add(headerLine line: [UInt8]) throws(HTTPError) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
      line[..<colon].allSatisfy({ (0x21...0x7E).contains($0) }),
      line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
    else { throw .malformed("a header line without a name, or with control characters") }
    headers.add(String(decoding: line[..<colon], as: UTF8.self), trimmed(line[(colon + 1)...]))
  }

  /// How the body ends (RFC 9112, section 6.3).
  func framing() throws(HTTPError) -> Framing {
    if status == 204 || status == 304 { return .length(0) }
    let codings = headers["transfer-encoding"]
    if !codings.isEmpty {
      guard codings.count == 1, codings[0].lowercased() == "chunked" else {
        throw .malformed("a transfer encoding other than chunked")
      }
      return .chunked
    }
    let lengths = Set(headers["content-length"])
    guard let text = lengths.first else { return .close }
    guard lengths.count == 1, let length = decimal(text.utf8) else {
      throw .malformed("a bad Content-Length")
    }
    return .length(length)
  }

  /// Whether the connection stays open after a body that says itself where it ends.
  var keepsConnection: Bool {
    let options = headers["connection"].joined(separator: ",").lowercased()
    if options.isEmpty { return isVersion11 }
    return isVersion11 ? !options.contains("close") : options.contains("keep-alive")
  }
}

/// The value of decimal digits, or nil for anything else and for what does not fit.
private func decimal(_ digits: some Collection<UInt8>) -> Int? {
  guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
  return Int(String(decoding: digits, as: UTF8.self))
}

/// The text without spaces and tabs around it.
private func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
  let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
  let start = bytes.drop(while: isBlank)
  let end = start.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start.startIndex
  return String(decoding: start[..<end], as: UTF8.self)
}
