import Glibc

/// A stream of lines for whoever watches; it never makes the program wait.
///
/// A terminal that is held or a pipe that nobody reads would otherwise stop the loop that the charger
/// depends on. Lines that cannot be taken at once are left out.
struct Console {
  /// Standard output.
  static let output = Console(descriptor: STDOUT_FILENO)
  /// Standard error.
  static let error = Console(descriptor: STDERR_FILENO)

  private let descriptor: Int32

  /// Creates a console on an open file descriptor.
  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Writes a line; false where it could not be taken whole.
  @discardableResult
  func write(_ line: String) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    guard poll(&entry, 1, 0) > 0, entry.revents & Int16(POLLOUT) != 0 else { return false }
    // A pipe that can be written to takes this much without waiting (PIPE_BUF).
    let bytes = Array(line.utf8.prefix(4095)) + [UInt8(ascii: "\n")]
    return Glibc.write(descriptor, bytes, bytes.count) == bytes.count
  }
}
