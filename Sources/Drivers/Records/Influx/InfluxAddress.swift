import Platform

/// Where an InfluxDB is: `http://host:8086`, `https://host/prefix`, or `host` alone, which is plain HTTP.
struct InfluxAddress: Hashable {
  /// Whether the connection is encrypted.
  var isSecure: Bool
  /// Host and port.
  var endpoint: Endpoint
  /// What comes before `/api`, without a slash at its end.
  var path: String

  /// Reads an address; nil for what is none, such as another scheme or a query.
  init?(_ text: String) {
    var rest = text[...]
    var port: UInt16 = 8086
    isSecure = false
    if let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") {
      switch text[..<colon].lowercased() {
      case "http": port = 80
      case "https": (port, isSecure) = (443, true)
      default: return nil
      }
      rest = text[colon...].dropFirst(3)
    }
    let host = rest.prefix { $0 != "/" }
    guard let endpoint = Endpoint(String(host), defaultPort: port) else { return nil }
    var path = rest.dropFirst(host.count)
    while path.last == "/" { path.removeLast() }
    guard path.utf8.allSatisfy({ PercentEncoding.isUnreserved($0) || "/%".utf8.contains($0) }) else {
      return nil
    }
    self.endpoint = endpoint
    self.path = String(path)
  }

  /// The path and query under which records of a bucket are written.
  func target(organisation: String, bucket: String) -> String {
    let organisation = PercentEncoding.encode(organisation)
    return "\(path)/api/v2/write?org=\(organisation)&bucket=\(PercentEncoding.encode(bucket))&precision=ms"
  }
}

/// Percent-encoding of URLs (RFC 3986, section 2).
enum PercentEncoding {
  /// The text with everything encoded that could mean something in a URL.
  static func encode(_ text: String) -> String {
    text.utf8.map { byte in
      if isUnreserved(byte) { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return byte < 16 ? "%0\(digits)" : "%\(digits)"
    }.joined()
  }

  /// Whether a byte stands for itself everywhere: letters, digits, `-`, `.`, `_`, `~`.
  static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~".utf8.contains(byte)
    }
  }
}
