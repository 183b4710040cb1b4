import Glibc

/// The address of a Unix socket.
package struct LocalAddress {
  private var storage = sockaddr_un()
  private let size: socklen_t

  /// The socket at `path`, or nil where that is longer than such addresses can be.
  package init?(path: String) { self.init(Array(path.utf8), terminator: 1) }

  /// A socket that has a name and no file, or nil where the name is too long.
  package init?(abstract name: String) { self.init([0] + Array(name.utf8), terminator: 0) }

  private init?(_ bytes: [UInt8], terminator: Int) {
    storage.sun_family = sa_family_t(AF_UNIX)
    let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
    let capacity = MemoryLayout<sockaddr_un>.size - offset
    guard !bytes.isEmpty, bytes.count + terminator <= capacity else { return nil }
    withUnsafeMutableBytes(of: &storage.sun_path) { $0.copyBytes(from: bytes) }
    size = socklen_t(offset + bytes.count + terminator)
  }

  /// Calls `body` with the address as a `sockaddr`.
  package func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    withUnsafePointer(to: storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, size) }
    }
  }
}
