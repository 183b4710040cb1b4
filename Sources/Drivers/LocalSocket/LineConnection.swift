import Glibc
import Runtime

/// A Unix socket that carries one line each way.
struct LineConnection: ~Copyable {
  /// The longest line that is taken, in bytes.
  static let sizeLimit = 64 << 10

  private let descriptor: FileDescriptor

  /// Takes an open socket, which does not block.
  init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  /// Connects to the socket at `path`; throws the system's error number.
  init(path: String) throws(LocalSocketError) {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = socket(AF_UNIX, type, 0)
    guard number >= 0 else { throw LocalSocketError(path: path, code: errno) }
    let descriptor = FileDescriptor(number: number)
    guard let address = LocalAddress(path: path) else {
      throw LocalSocketError(path: path, code: ENAMETOOLONG)
    }
    guard address.withPointer({ connect(number, $0, $1) }) == 0 else {
      throw LocalSocketError(path: path, code: errno)
    }
    self.init(descriptor)
  }

  /// Sends `line` and a line break.
  borrowing func send(_ line: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) {
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
  borrowing func receive(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8] {
    var line: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while line.count <= LineConnection.sizeLimit {
      try descriptor.wait(for: POLLIN, by: deadline)
      let count = read(descriptor.number, &buffer, buffer.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { throw .transport(count < 0 ? systemMessage(errno) : "the line has no end") }
      line += buffer[..<count]
      if let end = line.firstIndex(of: UInt8(ascii: "\n")) { return Array(line[..<end]) }
    }
    throw .protocolViolation("a line is longer than \(LineConnection.sizeLimit) bytes")
  }
}

/// Why a Unix socket cannot be opened.
public struct LocalSocketError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The socket's file.
  public var path: String
  /// The system's error number.
  public var code: Int32

  /// The path and the system's words.
  public var description: String { "\(path): \(systemMessage(code))" }
}
