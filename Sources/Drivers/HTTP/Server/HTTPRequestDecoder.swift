/// Why a request is refused, by the status that says so; the connection ends with it.
public struct HTTPRequestError: Error, Hashable {
  /// The HTTP status, 400...599.
  public var status: Int
  /// What is wrong, as a clause.
  public var reason: String
}

/// Reads the requests of one connection from bytes that arrive in pieces of any size (RFC 9112).
///
/// It is stricter than a server must be: what two readers could understand in different ways is refused, so that nothing
/// can be smuggled past a reverse proxy.
public struct HTTPRequestDecoder {
  /// The most bytes of a request line and its header fields.
  public static let headLimit = 16 * 1024
  /// The most header fields.
  public static let fieldLimit = 100
  /// The most bytes of a body.
  public static let bodyLimit = 512 * 1024

  private var buffer: [UInt8] = []
  /// How much of the buffer is known not to hold the end of the head.
  private var searched = 0
  private var head: (request: HTTPServerRequest, length: Int)?

  /// Creates a decoder at the start of a connection.
  public init() {}

  /// Whether a request has begun that is not whole yet.
  public var isWithinRequest: Bool { head != nil || !buffer.isEmpty }

  /// Takes bytes that arrived; `next` gives the requests in them.
  public mutating func append(_ bytes: [UInt8]) { buffer += bytes }

  /// The next whole request, in order; nil asks for more bytes.
  public mutating func next() throws(HTTPRequestError) -> HTTPServerRequest? {
    if head == nil { head = try readHead() }
    guard let (request, length) = head, buffer.count >= length else { return nil }
    var whole = request
    whole.body = Array(buffer[..<length])
    buffer.removeFirst(length)
    head = nil
    return whole
  }

  /// Takes the head off the buffer; nil while it is not whole.
  private mutating func readHead() throws(HTTPRequestError) -> (HTTPServerRequest, Int)? {
    // An empty line or two before a request are forgiven, as RFC 9112 asks for.
    while buffer.starts(with: [0x0D, 0x0A]) { buffer.removeFirst(2) }
    guard let end = try endOfHead() else {
      guard buffer.count <= Self.headLimit else {
        throw HTTPRequestError(status: 431, reason: "the header is too long")
      }
      return nil
    }
    guard end <= Self.headLimit else { throw HTTPRequestError(status: 431, reason: "the header is too long") }
    let lines = try Self.lines(of: buffer[..<end])
    buffer.removeFirst(end + 4)
    searched = 0
    return try Self.head(from: lines)
  }

  /// Where the empty line begins that ends the head; a line feed on its own is refused as soon as it comes.
  private mutating func endOfHead() throws(HTTPRequestError) -> Int? {
    var index = max(0, searched - 3)
    while index + 3 < buffer.count {
      if buffer[index + 1] == 0x0A, buffer[index] != 0x0D { throw Self.malformed("a line end that is none") }
      if buffer[index] == 0x0D, buffer[index + 1] == 0x0A, buffer[index + 2] == 0x0D,
        buffer[index + 3] == 0x0A
      {
        return index
      }
      index += 1
    }
    searched = buffer.count
    return nil
  }

  /// The lines of a head; a line feed or carriage return on its own is refused.
  private static func lines(of head: ArraySlice<UInt8>) throws(HTTPRequestError) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var rest = head
    while true {
      let line = rest.prefix { $0 != 0x0D && $0 != 0x0A }
      lines.append(line)
      rest = rest.dropFirst(line.count)
      if rest.isEmpty { return lines }
      guard rest.starts(with: [0x0D, 0x0A]) else { throw malformed("a line end that is none") }
      rest = rest.dropFirst(2)
      guard lines.count <= fieldLimit else {
        throw HTTPRequestError(status: 431, reason: "too many header fields")
      }
    }
  }

  /// The request that the lines of a head describe, and the length of its body.
  private static func head(from lines: [ArraySlice<UInt8>]) throws(HTTPRequestError) -> (
    HTTPServerRequest, Int
  ) {
    let parts = (lines.first ?? []).split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy(isTokenByte) else {
      throw malformed("a request line that is none")
    }
    let isVersion11 = parts[2].elementsEqual("HTTP/1.1".utf8)
    guard isVersion11 || parts[2].elementsEqual("HTTP/1.0".utf8) else {
      throw parts[2].starts(with: "HTTP/".utf8)
        ? HTTPRequestError(status: 505, reason: "only HTTP/1.1 is spoken here")
        : malformed("a request line that is none")
    }
    var request = try target(parts[1])
    request.method = String(decoding: parts[0], as: UTF8.self)
    for line in lines.dropFirst() { try add(line, to: &request.headers) }
    guard request.headers["host"].count == 1 || (!isVersion11 && request.headers["host"].isEmpty) else {
      throw malformed("a request needs one Host")
    }
    let options = request.headers["connection"].joined(separator: ",").lowercased()
    request.keepsConnection = isVersion11 ? !options.contains("close") : false
    return (request, try bodyLength(of: request))
  }

  /// Reads a target in origin form, such as `/map?at=now`.
  private static func target(_ bytes: ArraySlice<UInt8>) throws(HTTPRequestError) -> HTTPServerRequest {
    guard bytes.first == UInt8(ascii: "/"),
      bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
    else { throw malformed("a target that is no path") }
    let path = bytes.prefix { $0 != UInt8(ascii: "?") }
    guard let query = HTTPServerRequest.parameters(of: bytes.dropFirst(path.count + 1)) else {
      throw malformed("a query with a broken percent-encoding")
    }
    return HTTPServerRequest(method: "", path: String(decoding: path, as: UTF8.self), query: query)
  }

  private static func add(_ line: ArraySlice<UInt8>, to headers: inout HTTPHeaders) throws(HTTPRequestError) {
    // A name with a blank before its colon, or a folded line, is read differently by different servers.
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
      line[..<colon].allSatisfy(isTokenByte)
    else { throw malformed("a header field without a name") }
    let value = line[(colon + 1)...]
    guard value.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
      throw malformed("a header field with control characters")
    }
    headers.add(String(decoding: line[..<colon], as: UTF8.self), trimmed(value))
  }

  private static func bodyLength(of request: HTTPServerRequest) throws(HTTPRequestError) -> Int {
    guard request.headers["transfer-encoding"].isEmpty else {
      throw HTTPRequestError(status: 501, reason: "a body must say its Content-Length")
    }
    let lengths = request.headers["content-length"]
    guard let text = lengths.first else { return 0 }
    guard lengths.count == 1, (1...10).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(text)
    else { throw malformed("a bad Content-Length") }
    guard length <= bodyLimit else {
      throw HTTPRequestError(status: 413, reason: "a body of more than \(bodyLimit) bytes")
    }
    return length
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let start = bytes.drop(while: isBlank)
    let end = start.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start.startIndex
    return String(decoding: start[..<end], as: UTF8.self)
  }

  /// Whether a method or a field's name may hold the byte (RFC 9110, section 5.6.2).
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  private static func malformed(_ reason: String) -> HTTPRequestError {
    HTTPRequestError(status: 400, reason: reason)
  }
}
