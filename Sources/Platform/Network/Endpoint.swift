/// The host and port of a peer.
public struct Endpoint: Hashable, Sendable {
  /// A host name or a numeric IPv4 or IPv6 address, without brackets.
  public var host: String
  /// The TCP port, 1...65535.
  public var port: UInt16

  /// Creates an endpoint from its parts.
  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `host`, `host:port`, `[IPv6]` or `[IPv6]:port`; an IPv6 address without brackets has no port.
  ///
  /// Answers nil for text that is no such thing: nothing before the colon, a port outside 1...65535, a URL.
  public init?(_ text: String, defaultPort: UInt16) {
    let bytes = Array(text.utf8)
    let host: ArraySlice<UInt8>
    let rest: ArraySlice<UInt8>
    if bytes.first == UInt8(ascii: "[") {
      guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      host = bytes[1..<end]
      rest = bytes[(end + 1)...]
      guard host.contains(UInt8(ascii: ":")) else { return nil }
    } else if bytes.count(where: { $0 == UInt8(ascii: ":") }) > 1 {
      host = bytes[...]
      rest = []
    } else {
      let end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
      host = bytes[..<end]
      rest = bytes[end...]
    }
    guard (1...253).contains(host.count), host.allSatisfy(Endpoint.isAllowed) else { return nil }
    var port = defaultPort
    if let colon = rest.first {
      let digits = rest.dropFirst()
      guard colon == UInt8(ascii: ":"), digits.allSatisfy({ (0x30...0x39).contains($0) }),
        let value = UInt16(String(decoding: digits, as: UTF8.self)), value > 0
      else { return nil }
      port = value
    }
    self.init(host: String(decoding: host, as: UTF8.self), port: port)
  }

  /// Whether a host may contain the byte: letters, digits, and `.`, `-`, `_`, `:`, `%` (an IPv6 scope).
  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: ".-_:%".utf8.contains(byte)
    }
  }
}

extension Endpoint: CustomStringConvertible {
  /// The endpoint as `host:port`, an IPv6 address in brackets.
  public var description: String {
    host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}
