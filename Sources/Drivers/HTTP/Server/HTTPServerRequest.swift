/// A request that a client has sent, whole and well-formed.
public struct HTTPServerRequest: Sendable {
  /// The method, such as `GET`; methods are distinguished by case.
  public var method: String
  /// The path as it was sent, from its first `/` to the query.
  public var path: String
  /// The parameters behind the `?`, decoded; of a name that comes twice the last counts.
  public var query: [String: String]
  /// The header fields.
  public var headers: HTTPHeaders
  /// The body; empty where there is none.
  public var body: [UInt8]
  /// Whether the client means to go on over this connection.
  var keepsConnection: Bool

  /// Creates a request, as if it had been received.
  public init(
    method: String, path: String, query: [String: String] = [:], headers: HTTPHeaders = HTTPHeaders(),
    body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    keepsConnection = true
  }

  /// The value of a header field; nil where it is missing or there are several.
  public func header(_ name: String) -> String? {
    let values = headers[name]
    return values.count == 1 ? values[0] : nil
  }
}

extension HTTPServerRequest {
  /// The parameters of `name=value&…`, with `+` and percent-encodings resolved; nil where an encoding is broken.
  static func parameters(of text: some Sequence<UInt8>) -> [String: String]? {
    var parameters: [String: String] = [:]
    for field in Array(text).split(separator: UInt8(ascii: "&")) {
      let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decoded(parts[0]), let value = decoded(parts.count > 1 ? parts[1] : []) else {
        return nil
      }
      parameters[name] = value
    }
    return parameters
  }

  /// Bytes with their percent-encodings resolved, as text; nil where that is no UTF-8, or an encoding is broken.
  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
    var result: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): result.append(0x20)
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(hexadecimal), let low = rest.popFirst().flatMap(hexadecimal)
        else {
          return nil
        }
        result.append(high << 4 | low)
      default: result.append(byte)
      }
    }
    return String(validating: result, as: UTF8.self)
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
