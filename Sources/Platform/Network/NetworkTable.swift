import Glibc

/// The TCP sockets of this machine, of all its users, as the kernel lists them.
package struct NetworkTable {
  private struct Entry {
    var local: SocketEnd
    var remote: SocketEnd
    var isListening: Bool
    var user: uid_t
  }

  /// One end of a connection: a numeric address in its usual spelling, and a port.
  package struct SocketEnd: Hashable {
    package var host: String
    package var port: UInt16

    /// Creates an end from its parts.
    package init(host: String, port: UInt16) {
      self.host = host
      self.port = port
    }
  }

  private let entries: [Entry]

  /// Reads `/proc/self/net/tcp` and `tcp6`, which a service sees too; a table that cannot be read is empty.
  package init() {
    self.init(["/proc/self/net/tcp", "/proc/self/net/tcp6"].compactMap { try? WholeFile.read($0) })
  }

  /// Takes the contents of such tables.
  init(_ tables: [[UInt8]]) {
    entries = tables.flatMap { table in
      table.split(separator: UInt8(ascii: "\n")).dropFirst().compactMap(Self.entry)
    }
  }

  /// Whether a process of `user`, or of anybody, has a connection to one of `ends`, but for the one from port `ownPort`.
  package func isConnected(user: uid_t?, to ends: Set<SocketEnd>, except ownPort: UInt16?) -> Bool {
    entries.contains {
      !$0.isListening && (user == nil || $0.user == user) && $0.local.port != ownPort
        && ends.contains(known($0.remote, isLocal: $0.local.host == $0.remote.host))
    }
  }

  /// An end of this machine in its one spelling: many addresses lead to a program that listens at all of them.
  ///
  /// - Parameter isLocal: whether it is known to be of this machine, whatever its address.
  package func known(_ end: SocketEnd, isLocal: Bool = false) -> SocketEnd {
    let loopback = SocketEnd(host: "127.0.0.1", port: end.port)
    guard let address = SocketAddress(numeric: end.host, port: end.port), isLocal || address.isOfThisMachine,
      !["0.0.0.0", "::", "::1"].contains(address.host)
    else { return SocketAddress(numeric: end.host, port: end.port)?.isOfThisMachine == true ? loopback : end }
    return entries.contains { $0.isListening && $0.local == end } ? end : loopback
  }

  /// A line such as `0: 0100007F:05DE 0100007F:9C40 01 …`; nil for a socket that neither listens nor is connected.
  private static func entry(_ line: ArraySlice<UInt8>) -> Entry? {
    let words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    guard words.count > 7, words[3] == "01" || words[3] == "0A", let local = end(words[1]),
      let remote = end(words[2]), let user = uid_t(words[7])
    else { return nil }
    return Entry(local: local, remote: remote, isListening: words[3] == "0A", user: user)
  }

  /// An address in hexadecimal, each four bytes of it in the machine's order, and a port.
  private static func end(_ text: String) -> SocketEnd? {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let port = UInt16(parts[1], radix: 16), [8, 32].contains(parts[0].utf8.count)
    else { return nil }
    let digits = Array(parts[0].utf8)
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 8) {
      guard let word = UInt32(String(decoding: digits[start..<start + 8], as: UTF8.self), radix: 16) else {
        return nil
      }
      bytes += withUnsafeBytes(of: word) { Array($0) }
    }
    return SocketAddress.host(of: bytes).map { SocketEnd(host: $0, port: port) }
  }
}
