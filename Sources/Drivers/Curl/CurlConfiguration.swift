/// A request as lines of curl's configuration, which it reads from its standard input.
enum CurlConfiguration {
  /// Method, headers and body, and the address where that is not left to the arguments.
  static func encode(_ request: HTTPRequest, url: String? = nil) -> [UInt8] {
    var bytes = line("request", Array(request.method.utf8))
    if let url { bytes += line("url", Array(url.utf8)) }
    for (name, value) in request.headers {
      // A line break would start another header.
      let field = "\(name): \(value)".utf8.filter { $0 != 0x0D && $0 != 0x0A }
      bytes += line("header", field)
    }
    if !request.body.isEmpty { bytes += line("data-raw", request.body) }
    return bytes
  }

  /// `name = "value"`; a zero byte, which curl would take for the end, is left out.
  private static func line(_ name: String, _ value: [UInt8]) -> [UInt8] {
    var bytes = Array("\(name) = \"".utf8)
    for byte in value where byte != 0 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x0A: bytes += Array("\\n".utf8)
      case 0x0D: bytes += Array("\\r".utf8)
      default: bytes.append(byte)
      }
    }
    return bytes + Array("\"\n".utf8)
  }
}
