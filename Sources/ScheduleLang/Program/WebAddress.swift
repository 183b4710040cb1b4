/// An address that something is sent to: `https://ntfy.sh/topic`.
public struct WebAddress: Hashable, Sendable {
  /// Scheme and host, with a port where one is said: `https://ntfy.sh`.
  ///
  /// It may be shown; what follows it can be as good as a password.
  public let origin: String
  /// Path and query, a `/` at least.
  public let target: String

  /// Reads an address of `https` or `http`; nil where it has no host, a user's name in it, or anything but printable ASCII.
  public init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else { return nil }
    guard let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) else {
      return nil
    }
    let rest = text.dropFirst(scheme.count)
    let host = rest.prefix { $0 != "/" && $0 != "?" }
    guard !host.isEmpty, !host.contains("@"), !host.contains("\\"), !host.hasPrefix(":") else { return nil }
    origin = scheme + host
    let path = rest.dropFirst(host.count)
    target = path.hasPrefix("/") ? String(path) : "/" + path
  }

  /// Whether nobody on the way can read what is sent: it is encrypted, or stays on this machine.
  public var keepsSecrets: Bool {
    let host = origin.dropFirst("http://".count)
    return origin.hasPrefix("https://")
      || ["127.0.0.1", "localhost", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
  }
}
