/// Reads one HTTP/1.x response from bytes that arrive in pieces of any size.
struct HTTPResponseDecoder {
  /// The most bytes of status line and headers, of trailers, and of the line before a chunk.
  static let headerLimit = 16 * 1024
  /// The most bytes of a body.
  static let bodyLimit = 1024 * 1024

  /// What the next byte belongs to.
  private enum State {
    case statusLine, header
    case body(remaining: Int)
    case chunkSize
    case chunk(remaining: Int)
    case chunkEnd, trailer, untilClose, complete
  }

  private var state = State.statusLine
  private var head: HTTPResponseHead?
  private var body: [UInt8] = []
  private var line: [UInt8] = []
  private var headerBytes = 0
  /// Whether bytes have come after the response, which no request has asked for.
  private(set) var hasSurplus = false

  /// Takes bytes that arrived and answers the response once it is whole; nil asks for more.
  mutating func decode(_ bytes: [UInt8]) throws(HTTPError) -> HTTPResponse? {
    var rest = bytes[...]
    while !rest.isEmpty {
      switch state {
      case .statusLine, .header, .chunkSize, .chunkEnd, .trailer:
        if let line = try takeLine(from: &rest) { try read(line) }
      case .body(let remaining):
        let left = remaining - take(remaining, from: &rest)
        state = left == 0 ? .complete : .body(remaining: left)
      case .chunk(let remaining):
        let left = remaining - take(remaining, from: &rest)
        state = left == 0 ? .chunkEnd : .chunk(remaining: left)
      case .untilClose:
        try reserve(rest.count)
        take(rest.count, from: &rest)
      case .complete:
        hasSurplus = true
        rest = []
      }
    }
    if case .complete = state { return response(closed: false) }
    return nil
  }

  /// The response that the end of the connection completes; throws `truncated` where there is none.
  func end() throws(HTTPError) -> HTTPResponse {
    guard case .untilClose = state, let response = response(closed: true) else { throw .truncated }
    return response
  }

  private func response(closed: Bool) -> HTTPResponse? {
    head.map {
      HTTPResponse(
        status: $0.status, headers: $0.headers, body: body,
        keepsConnection: $0.keepsConnection && !closed && !hasSurplus)
    }
  }

  /// Acts on a whole line, given without its end.
  private mutating func read(_ line: [UInt8]) throws(HTTPError) {
    switch state {
    case .statusLine:
      head = try HTTPResponseHead(statusLine: line)
      state = .header
    case .header where line.isEmpty:
      try startBody()
    case .header:
      try head?.add(headerLine: line)
    case .chunkSize:
      headerBytes = 0
      let size = try chunkSize(line)
      try reserve(size)
      state = size == 0 ? .trailer : .chunk(remaining: size)
    case .chunkEnd:
      guard line.isEmpty else { throw .malformed("a chunk is longer than its size") }
      headerBytes = 0
      state = .chunkSize
    case .trailer:
      if line.isEmpty { state = .complete }
    case .body, .chunk, .untilClose, .complete: break
    }
  }

  private mutating func startBody() throws(HTTPError) {
    guard let head else { return }
    headerBytes = 0
    // An interim response (100 Continue) comes before the one that counts.
    guard head.status >= 200 else {
      self.head = nil
      state = .statusLine
      return
    }
    switch try head.framing() {
    case .length(let length):
      try reserve(length)
      state = length == 0 ? .complete : .body(remaining: length)
    case .chunked: state = .chunkSize
    case .close: state = .untilClose
    }
  }

  /// Throws where `count` more bytes would make the body too large.
  private func reserve(_ count: Int) throws(HTTPError) {
    guard count <= HTTPResponseDecoder.bodyLimit - body.count else {
      throw .tooLarge("a body of more than \(HTTPResponseDecoder.bodyLimit) bytes")
    }
  }

  /// Moves up to `count` bytes into the body and answers how many there were.
  @discardableResult
  private mutating func take(_ count: Int, from rest: inout ArraySlice<UInt8>) -> Int {
    let part = rest.prefix(count)
    body += part
    rest = rest.dropFirst(part.count)
    return part.count
  }

  /// Takes bytes up to a line feed; answers the line without `\r\n` or `\n`, or nil while it is not whole.
  private mutating func takeLine(from rest: inout ArraySlice<UInt8>) throws(HTTPError) -> [UInt8]? {
    let end = rest.firstIndex(of: 0x0A)
    let part = rest[..<(end ?? rest.endIndex)]
    headerBytes += part.count + 1
    guard headerBytes <= HTTPResponseDecoder.headerLimit else {
      throw .tooLarge("headers of more than \(HTTPResponseDecoder.headerLimit) bytes")
    }
    line += part
    rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
    guard end != nil else { return nil }
    var whole = line
    line = []
    if whole.last == 0x0D { whole.removeLast() }
    return whole
  }

  /// The size in hexadecimal that starts a chunk; extensions behind a semicolon are passed over.
  private func chunkSize(_ line: [UInt8]) throws(HTTPError) -> Int {
    let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 }
    guard (1...15).contains(digits.count), digits.first != UInt8(ascii: "+"),
      digits.first != UInt8(ascii: "-"),
      let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw .malformed("a bad chunk size") }
    return size
  }
}
