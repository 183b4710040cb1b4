import Platform
import Glibc

/// A Unix socket that carries one line each way.
final class LineConnection {
  /// The longest line that is taken, in bytes.
  static let sizeLimit = 64 << 10

  private let descriptor: FileDescriptor
  /// What has come of the line.
  private var received: [UInt8] = []

  /// After how long a peer that has no room for a connection is asked again.
  private static let pause: Duration = .milliseconds(20)

  /// Takes an open socket, which does not block.
  init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  /// Connects to the socket at `path`, waiting until `deadline` for a peer that has no room for a connection.
  convenience init(path: String, by deadline: ExchangeDeadline) throws(LocalSocketError) {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = socket(AF_UNIX, type, 0)
    guard number >= 0 else { throw LocalSocketError(path: path, reason: .last) }
    let descriptor = FileDescriptor(number: number)
    guard let address = LocalAddress(path: path) else {
      throw LocalSocketError(path: path, reason: .nameTooLong)
    }
    while address.withPointer({ connect(number, $0, $1) }) != 0 {
      let (reason, isInterrupted) = (LocalSocketError.Reason.last, errno == EINTR)
      guard reason == .busy || isInterrupted, !deadline.hasPassed else {
        throw LocalSocketError(path: path, reason: reason)
      }
      MonotonicClock.rest(for: Self.pause)
    }
    self.init(descriptor)
  }

  /// The number to wait on.
  var number: Int32 { descriptor.number }

  /// Sends `line` and a line break.
  func send(_ line: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) {
    var rest = (line + [UInt8(ascii: "\n")])[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        try descriptor.wait(for: POLLOUT, by: deadline)
      } else if errno != EINTR {
        throw .transport(systemMessage(errno))
      }
    }
  }

  /// Waits for a line, which is given without its break.
  func receive(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8] {
    while true {
      try descriptor.wait(for: POLLIN, by: deadline)
      if let line = try next() { return line }
    }
  }

  /// The line without its break, where the whole of it has come; nil where the rest is still to come.
  func next() throws(DeviceError) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while received.count <= LineConnection.sizeLimit {
      let count = read(number, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return nil }
      guard count > 0 else { throw .transport(count < 0 ? systemMessage(errno) : "the line has no end") }
      received += buffer[..<count]
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) { return Array(received[..<end]) }
    }
    throw .protocolViolation("a line is longer than \(LineConnection.sizeLimit) bytes")
  }
}
