import Foundation

extension FileHandle {
  /// What the other end writes next; nothing at its end, and after two minutes of silence.
  ///
  /// `availableData` takes a signal, such as that of another child's end, for the end.
  public func nextOutput() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      var reader = pollfd(fd: fileDescriptor, events: Int16(POLLIN), revents: 0)
      let isReady = poll(&reader, 1, 120_000)
      let count = isReady > 0 ? Glibc.read(fileDescriptor, &buffer, buffer.count) : isReady == 0 ? 0 : -1
      if count >= 0 { return Array(buffer[..<count]) }
      guard errno == EINTR else { return [] }
    }
  }
}
