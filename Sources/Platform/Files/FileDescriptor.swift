import Glibc

/// A file descriptor that is closed exactly once, at the latest when its owner goes away.
package struct FileDescriptor: ~Copyable {
  /// The number that the kernel knows it by.
  package let number: Int32

  /// Takes over an open descriptor.
  package init(number: Int32) { self.number = number }

  deinit { Glibc.close(number) }

  /// Waits until one of `events` has happened, or throws `timeout`.
  package borrowing func wait(for events: Int32, by deadline: ExchangeDeadline) throws(DeviceError) {
    while true {
      let time = deadline.remaining
      guard time > .zero else { throw .timeout }
      var request = pollfd(fd: number, events: Int16(truncatingIfNeeded: events), revents: 0)
      let count = poll(&request, 1, time.pollTime)
      if count > 0 { return }
      if count < 0, errno != EINTR { throw .transport(systemMessage(errno)) }
    }
  }
}

/// The system's words for an error number.
package func systemMessage(_ number: Int32) -> String {
  strerror(number).map { String(cString: $0) } ?? "error \(number)"
}
