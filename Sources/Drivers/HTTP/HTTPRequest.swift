/// An HTTP request; its strings must hold no line breaks, which `encoded` takes out to be safe.
struct HTTPRequest {
  var method = "GET"
  /// Path and query, already percent-encoded.
  var target: String
  /// Further header fields, in order.
  var headers: [(name: String, value: String)] = []
  var body: [UInt8] = []

  /// A GET of `target`.
  init(get target: String) { self.target = target }

  /// A POST of `body` to `target`.
  init(post body: [UInt8], to target: String) {
    method = "POST"
    self.target = target
    self.body = body
  }

  /// The request on the wire, for a peer that is known as `host`.
  func encoded(host: String) -> [UInt8] {
    var lines = ["\(method) \(target) HTTP/1.1", "Host: \(host)"]
    lines += headers.map { "\($0.name): \($0.value)" }
    if !body.isEmpty || method != "GET" { lines.append("Content-Length: \(body.count)") }
    var bytes: [UInt8] = []
    for line in lines {
      bytes += line.utf8.filter { $0 != 0x0D && $0 != 0x0A }
      bytes += [0x0D, 0x0A]
    }
    return bytes + [0x0D, 0x0A] + body
  }
}
