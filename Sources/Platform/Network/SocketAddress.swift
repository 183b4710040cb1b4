import Glibc

/// A numeric address and port as the socket calls take it.
package struct SocketAddress {
  /// `AF_INET` or `AF_INET6`.
  let family: Int32
  /// The number of the interface on which an IPv6 address is to be found; 0 where it does not matter.
  private let scope: UInt32
  /// The bytes of the `sockaddr`.
  private let bytes: [UInt8]

  /// The address that a numeric IPv4 or IPv6 address, the latter perhaps with its scope, and a port make; nil for a
  /// name.
  init?(numeric host: String, port: UInt16) {
    var short = sockaddr_in()
    if inet_pton(AF_INET, host, &short.sin_addr) == 1 {
      short.sin_family = sa_family_t(AF_INET)
      short.sin_port = port.bigEndian
      family = AF_INET
      scope = 0
      bytes = withUnsafeBytes(of: &short) { Array($0) }
      return
    }
    let parts = host.split(separator: "%", maxSplits: 1).map(String.init)
    var long = sockaddr_in6()
    guard let address = parts.first, inet_pton(AF_INET6, address, &long.sin6_addr) == 1 else { return nil }
    if parts.count > 1 {
      long.sin6_scope_id = UInt32(parts[1]) ?? if_nametoindex(parts[1])
      guard long.sin6_scope_id > 0 else { return nil }
    }
    long.sin6_family = sa_family_t(AF_INET6)
    long.sin6_port = port.bigEndian
    family = AF_INET6
    scope = long.sin6_scope_id
    bytes = withUnsafeBytes(of: &long) { Array($0) }
  }

  /// The address that a socket call has filled in; nil for another family.
  init?(_ storage: sockaddr_storage) {
    family = Int32(storage.ss_family)
    let size: Int
    switch family {
    case AF_INET: size = MemoryLayout<sockaddr_in>.size
    case AF_INET6: size = MemoryLayout<sockaddr_in6>.size
    default: return nil
    }
    bytes = withUnsafeBytes(of: storage) { Array($0.prefix(size)) }
    scope = 0
  }

  /// The port.
  var port: UInt16 { UInt16(bytes[2]) << 8 | UInt16(bytes[3]) }

  /// The address that a host makes that is spelt in numbers in any of the ways that the system's resolver knows: `127.1`
  /// too; nil for a name.
  package init?(spelt host: String, port: UInt16) {
    var short = in_addr()
    guard inet_aton(host, &short) != 0 else {
      self.init(numeric: host, port: port)
      return
    }
    let number = UInt32(bigEndian: short.s_addr)
    self.init(
      numeric: [24, 16, 8, 0].map { String(number >> $0 & 0xFF) }.joined(separator: "."), port: port)
  }

  /// Whether it is one of the loopback interface, or the one that stands for whatever is on this machine.
  package var isOfThisMachine: Bool {
    let host = host
    return host.hasPrefix("127.") || ["0.0.0.0", "::", "::1"].contains(host)
  }

  /// The address without its port, spelt in the one usual way; one of IPv4 within IPv6 is that of IPv4.
  package var host: String {
    let offset =
      family == AF_INET
      ? MemoryLayout<sockaddr_in>.offset(of: \.sin_addr) : MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr)
    let address = Array(bytes.dropFirst(offset ?? 0).prefix(family == AF_INET ? 4 : 16))
    let host = Self.host(of: address) ?? ""
    return scope > 0 ? "\(host)%\(scope)" : host
  }

  /// The usual spelling of the four or sixteen bytes of an address; nil for any other number of them.
  static func host(of bytes: [UInt8]) -> String? {
    guard [4, 16].contains(bytes.count) else { return nil }
    let isMapped = bytes.count == 16 && bytes.starts(with: [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF])
    let address = isMapped ? Array(bytes.suffix(4)) : bytes
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    inet_ntop(address.count == 4 ? AF_INET : AF_INET6, address, &text, socklen_t(text.count))
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Calls `body` with the address as a `sockaddr`.
  func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    // A sockaddr_storage is large enough and aligned for every family.
    var storage = sockaddr_storage()
    let size = min(bytes.count, MemoryLayout<sockaddr_storage>.size)
    withUnsafeMutableBytes(of: &storage) { $0.copyBytes(from: bytes.prefix(size)) }
    return withUnsafePointer(to: storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(size)) }
    }
  }
}
