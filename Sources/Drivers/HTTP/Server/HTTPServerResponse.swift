/// What a server answers to a request.
public struct HTTPServerResponse: Sendable {
  /// The status, 200...599.
  public var status: Int
  /// The media type of the body.
  public var type: String
  /// Further header fields, in order; they must hold no line breaks, which `encoded` takes out to be safe.
  public var headers: [(name: String, value: String)]
  /// The body.
  public var body: [UInt8]

  /// Creates a response.
  public init(
    _ status: Int = 200, type: String = "text/plain; charset=utf-8",
    headers: [(name: String, value: String)] = [],
    body: [UInt8]
  ) {
    self.status = status
    self.type = type
    self.headers = headers
    self.body = body
  }

  /// A response of plain text.
  public init(_ status: Int = 200, text: String) { self.init(status, body: Array(text.utf8)) }

  /// The response on the wire.
  ///
  /// - Parameters:
  ///   - keepsConnection: whether the next request may come over the same connection.
  ///   - isHeadOnly: leaves the body out, for `HEAD`.
  ///   - isEndless: says no length, for a body that goes on until the connection ends.
  func encoded(keepsConnection: Bool, isHeadOnly: Bool = false, isEndless: Bool = false) -> [UInt8] {
    var lines = ["HTTP/1.1 \(status) \(Self.reasons[status] ?? "Unknown")", "Content-Type: \(type)"]
    if !isEndless { lines.append("Content-Length: \(body.count)") }
    lines.append("Connection: \(keepsConnection ? "keep-alive" : "close")")
    lines += headers.map { "\($0.name): \($0.value)" }
    var bytes: [UInt8] = []
    for line in lines {
      bytes += line.utf8.filter { $0 != 0x0D && $0 != 0x0A }
      bytes += [0x0D, 0x0A]
    }
    return bytes + [0x0D, 0x0A] + (isHeadOnly ? [] : body)
  }

  private static let reasons = [
    200: "OK", 204: "No Content", 303: "See Other", 304: "Not Modified", 400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large",
    415: "Unsupported Media Type", 421: "Misdirected Request", 422: "Unprocessable Content",
    429: "Too Many Requests", 431: "Request Header Fields Too Large", 500: "Internal Server Error",
    501: "Not Implemented", 503: "Service Unavailable", 505: "HTTP Version Not Supported",
  ]
}
