/// What a server asks for in a `WWW-Authenticate: Digest` header (RFC 7616); only SHA-256 with `qop=auth`.
struct DigestChallenge: Hashable {
  private(set) var realm: String
  private(set) var nonce: String
  private(set) var opaque: String?
  /// Whether it answers a request whose nonce had merely ended: the password was right.
  private(set) var isStale: Bool

  /// Reads a header value, or answers nil where it asks for another scheme, algorithm or quality.
  init?(_ header: String) {
    let bytes = Array(header.utf8)
    let scheme = bytes.prefix { $0 != 0x20 }
    guard String(decoding: scheme, as: UTF8.self).lowercased() == "digest" else { return nil }
    let parameters = DigestChallenge.parameters(bytes.dropFirst(scheme.count))
    guard let realm = parameters["realm"], let nonce = parameters["nonce"],
      parameters["algorithm"]?.lowercased() == "sha-256",
      let qualities = parameters["qop"]?.split(separator: ","),
      qualities.contains(where: { $0.filter { $0 != " " }.lowercased() == "auth" })
    else { return nil }
    self.realm = realm
    self.nonce = nonce
    opaque = parameters["opaque"]
    isStale = parameters["stale"]?.lowercased() == "true"
  }

  /// The same challenge with the nonce that an `Authentication-Info` header gives for what comes next, if it gives one.
  func renewed(by header: String) -> DigestChallenge? {
    guard let next = DigestChallenge.parameters(Array(header.utf8)[...])["nextnonce"], !next.isEmpty else {
      return nil
    }
    var challenge = self
    challenge.nonce = next
    return challenge
  }

  /// What stands for the password in all answers to this challenge.
  func secret(_ credentials: HTTPCredentials) -> String {
    SHA256.hexadecimal("\(credentials.user):\(realm):\(credentials.password)")
  }

  /// The `Authorization` for a request of `user`; `count` numbers the uses of this nonce from 1.
  func authorization(
    user: String, secret: String, method: String, target: String, count: UInt32, clientNonce: String
  ) -> String {
    let digits = String(count, radix: 16)
    let countText = String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
    let request = SHA256.hexadecimal("\(method):\(target)")
    let response = SHA256.hexadecimal("\(secret):\(nonce):\(countText):\(clientNonce):auth:\(request)")
    var fields = [
      "username=\(quoted(user))", "realm=\(quoted(realm))", "nonce=\(quoted(nonce))",
      "uri=\(quoted(target))", "algorithm=SHA-256", "qop=auth", "nc=\(countText)",
      "cnonce=\(quoted(clientNonce))", "response=\(quoted(response))",
    ]
    if let opaque { fields.append("opaque=\(quoted(opaque))") }
    return "Digest " + fields.joined(separator: ", ")
  }

  private func quoted(_ text: String) -> String {
    let quote = UInt8(ascii: "\"")
    let escape = UInt8(ascii: "\\")
    let bytes = text.utf8.flatMap { $0 == quote || $0 == escape ? [escape, $0] : [$0] }
    return "\"\(String(decoding: bytes, as: UTF8.self))\""
  }

  /// The `name=value` pairs, values with or without quotes; what is neither is passed over.
  private static func parameters(_ bytes: ArraySlice<UInt8>) -> [String: String] {
    var result: [String: String] = [:]
    var rest = bytes
    while true {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") }
      let name = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ",") && $0 != 0x20 }
      rest = rest.dropFirst(name.count)
      guard !name.isEmpty, rest.first == UInt8(ascii: "=") else { return result }
      rest = rest.dropFirst()
      var value: [UInt8] = []
      if rest.first == UInt8(ascii: "\"") {
        rest = rest.dropFirst()
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
          value.append(byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte)
        }
      } else {
        value = Array(rest.prefix { $0 != UInt8(ascii: ",") && $0 != 0x20 })
        rest = rest.dropFirst(value.count)
      }
      result[String(decoding: name, as: UTF8.self).lowercased()] = String(decoding: value, as: UTF8.self)
    }
  }
}
