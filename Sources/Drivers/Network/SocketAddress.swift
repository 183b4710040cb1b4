import Glibc
import Runtime

/// A numeric address and port as the socket calls take it.
struct SocketAddress {
  /// `AF_INET` or `AF_INET6`.
  let family: Int32
  /// The bytes of the `sockaddr`.
  private let bytes: [UInt8]

  /// The addresses of an endpoint, in the system's order of preference.
  ///
  /// A numeric address is read at once. A host name asks the system's resolver, which blocks for as long as
  /// its configuration says and knows no deadline: give devices numeric addresses where that matters.
  static func resolve(_ endpoint: Endpoint) throws(DeviceError) -> [SocketAddress] {
    let (numeric, _) = lookUp(endpoint, flags: AI_NUMERICHOST | AI_NUMERICSERV)
    if !numeric.isEmpty { return numeric }
    let (found, code) = lookUp(endpoint, flags: AI_NUMERICSERV)
    guard code == 0 else {
      throw .transport(
        "\(endpoint.host): \(gai_strerror(code).map { String(cString: $0) } ?? "unknown host")")
    }
    return found
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

  /// One call of `getaddrinfo`, with its code.
  private static func lookUp(_ endpoint: Endpoint, flags: Int32) -> ([SocketAddress], Int32) {
    var hints = addrinfo()
    hints.ai_flags = flags
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(endpoint.host, String(endpoint.port), &hints, &list)
    guard code == 0 else { return ([], code) }
    defer { freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = list
    while let entry = next?.pointee {
      if let address = entry.ai_addr {
        let bytes = UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen))
        addresses.append(SocketAddress(family: entry.ai_family, bytes: Array(bytes)))
      }
      next = entry.ai_next
    }
    return (addresses, code)
  }
}
