import Glibc

/// Opens TCP connections, trying each address of a host in turn.
public struct TCPConnector: Connector {
  private let hosts = HostLookup()

  /// Creates a connector.
  public init() {}

  public func connect(
    to endpoint: Endpoint, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> any ByteStream {
    let addresses = try hosts.addresses(of: endpoint, by: deadline)
    var failure = DeviceError.transport("\(endpoint.host) has no address")
    for (index, address) in addresses.enumerated() {
      // An address that swallows packets may not use up the time of those after it.
      let share = deadline.remaining / (addresses.count - index)
      do {
        let stream = try connect(to: address, by: MonotonicClock.deadline(after: share))
        return ExchangeTrace.isOn ? TracedStream(stream, peer: endpoint.description) : stream
      } catch {
        failure = error
      }
    }
    hosts.forget(endpoint)
    ExchangeTrace.note("no connection: \(failure)", peer: endpoint.description)
    throw failure
  }

  /// Connects to one address.
  private func connect(
    to address: SocketAddress, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> TCPStream {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let number = socket(address.family, type, 0)
    guard number >= 0 else { throw .transport(systemMessage(errno)) }
    let descriptor = FileDescriptor(number: number)
    // Requests are small and answered one by one: waiting to fill a packet only delays them.
    var on: Int32 = 1
    setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))

    if address.withPointer({ Glibc.connect(number, $0, $1) }) != 0 {
      guard errno == EINPROGRESS || errno == EINTR else { throw .transport(systemMessage(errno)) }
      try descriptor.wait(for: POLLOUT, by: deadline)
      var outcome: Int32 = 0
      var size = socklen_t(MemoryLayout<Int32>.size)
      guard getsockopt(number, SOL_SOCKET, SO_ERROR, &outcome, &size) == 0 else {
        throw .transport(systemMessage(errno))
      }
      guard outcome == 0 else { throw .transport(systemMessage(outcome)) }
    }
    return TCPStream(descriptor)
  }
}
