import Glibc

/// A socket of the kind on which a service manager listens.
public final class DatagramSocket {
  /// The address as `NOTIFY_SOCKET` gives it: a path, or a name behind `@`.
  public let address: String
  private let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)

  /// Opens the socket at `address`; nil where that cannot be.
  public init?(_ address: String) {
    self.address = address
    var bytes = Array(address.utf8)
    if address.hasPrefix("@") { bytes[0] = 0 }
    var local = sockaddr_un()
    local.sun_family = sa_family_t(AF_UNIX)
    let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
    guard bytes.count < MemoryLayout<sockaddr_un>.size - offset else { return nil }
    withUnsafeMutableBytes(of: &local.sun_path) { $0.copyBytes(from: bytes) }
    let code = withUnsafePointer(to: local) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, socklen_t(offset + bytes.count))
      }
    }
    guard code == 0 else { return nil }
  }

  deinit { close(number) }

  /// The next message, for which it waits at most `milliseconds`; nil where none comes.
  public func next(within milliseconds: Int32 = 0) -> String? {
    var waiting = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(number, &buffer, buffer.count, 0)
    return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
  }

  /// All messages that have come.
  public var all: [String] {
    var messages: [String] = []
    while let message = next() { messages.append(message) }
    return messages
  }
}
