import Glibc

/// A socket that takes connections at one address.
package final class TCPListener: Sendable {
  private let socket: FileDescriptor

  /// How long a name may be looked up at the start.
  private static let patience: Duration = .seconds(5)

  /// Listens at each address of `endpoint`; throws where that is possible at none.
  package static func listen(at endpoint: Endpoint) throws(DeviceError) -> [TCPListener] {
    var listeners: [TCPListener] = []
    var failure = DeviceError.transport("\(endpoint.host) has no address")
    let deadline = MonotonicClock.deadline(after: patience)
    for address in try HostLookup().addresses(of: endpoint, by: deadline) {
      do throws(DeviceError) {
        listeners.append(try TCPListener(address))
      } catch {
        failure = error
      }
    }
    guard !listeners.isEmpty else { throw failure }
    return listeners
  }

  private init(_ address: SocketAddress) throws(DeviceError) {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let number = Glibc.socket(address.family, type, 0)
    socket = FileDescriptor(number: number)
    var on: Int32 = 1
    // After a restart the port is free at once.
    setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    // An IPv6 socket leaves IPv4 to the one beside it.
    if address.family == AF_INET6 {
      setsockopt(number, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &on, socklen_t(MemoryLayout<Int32>.size))
    }
    guard number >= 0, address.withPointer({ bind(number, $0, $1) }) == 0, Glibc.listen(number, 128) == 0
    else { throw .transport(systemMessage(errno)) }
  }

  /// The descriptor to wait on.
  package var descriptor: Int32 { socket.number }

  /// Takes a connection that waits; nil where there is none, or none can be taken now.
  package func accept() -> FileDescriptor? {
    let number = Glibc.accept(socket.number, nil, nil)
    guard number >= 0 else { return nil }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    _ = fcntl(number, F_SETFL, O_NONBLOCK)
    return FileDescriptor(number: number)
  }
}
