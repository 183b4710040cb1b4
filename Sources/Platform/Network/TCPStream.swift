import Glibc

/// A TCP connection over a non-blocking socket.
package final class TCPStream: ByteStream {
  /// The socket, or nil once closed.
  private var socket: FileDescriptor?

  /// Takes over a connected, non-blocking socket.
  init(_ socket: consuming FileDescriptor) { self.socket = consume socket }

  package func send(_ bytes: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) {
    var sent = 0
    while sent < bytes.count {
      do throws(DeviceError) {
        sent += try sendSome(of: bytes[sent...], by: deadline)
      } catch {
        // Half a message would be taken for the start of the next.
        if sent > 0 { close() }
        throw error
      }
    }
  }

  private func sendSome(of bytes: ArraySlice<UInt8>, by deadline: ExchangeDeadline) throws(DeviceError) -> Int
  {
    let number = try descriptor(by: deadline)
    // MSG_NOSIGNAL: a peer that went away is an error to handle and no reason to die of SIGPIPE.
    let count = bytes.withUnsafeBytes { Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    if count < 0 { try recover(from: errno, waitingFor: POLLOUT, by: deadline) }
    return max(0, count)
  }

  package func receive(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8] {
    while true {
      let number = try descriptor(by: deadline)
      var count = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, initialized in
        count = recv(number, buffer.baseAddress, buffer.count, 0)
        initialized = max(0, count)
      }
      if count >= 0 { return bytes }
      try recover(from: errno, waitingFor: POLLIN, by: deadline)
    }
  }

  /// The other end; nil once the connection is gone.
  package var peer: NetworkTable.SocketEnd? { end(getpeername) }

  /// This end; nil once the connection is closed.
  package var local: NetworkTable.SocketEnd? { end(getsockname) }

  private func end(
    _ ask: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> NetworkTable.SocketEnd? {
    guard let number = socket?.number else { return nil }
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let code = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { ask(number, $0, &size) }
    }
    guard code == 0, let address = SocketAddress(storage) else { return nil }
    return NetworkTable.SocketEnd(host: address.host, port: address.port)
  }

  package var isQuiet: Bool {
    guard let number = socket?.number else { return false }
    var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) == 0
  }

  package func close() { socket = nil }

  /// The socket's number; throws once it is closed, and once the deadline has passed, so that a peer that
  /// never pauses cannot hold a caller.
  private func descriptor(by deadline: ExchangeDeadline) throws(DeviceError) -> Int32 {
    guard let number = socket?.number else { throw .transport("the connection is closed") }
    guard !deadline.hasPassed else { throw .timeout }
    return number
  }

  /// Confirms what has come so far: a peer that sends head and body apart waits for that, up to 40 ms, before the body.
  private func acknowledgeAtOnce() {
    guard let number = socket?.number else { return }
    var on: Int32 = 1
    // Where the kernel does not know it the answer only comes later.
    _ = setsockopt(
      number, Int32(IPPROTO_TCP), TCP_QUICKACK, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Waits where the socket was merely not ready; throws any other error.
  private func recover(
    from number: Int32, waitingFor events: Int32, by deadline: ExchangeDeadline
  ) throws(DeviceError) {
    switch number {
    case EINTR: return
    case EAGAIN:
      if events == POLLIN { acknowledgeAtOnce() }
      try socket?.wait(for: events, by: deadline)
    default: throw .transport(systemMessage(number))
    }
  }
}
