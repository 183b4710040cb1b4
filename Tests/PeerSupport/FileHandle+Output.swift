import Foundation

extension FileHandle {
  /// What the other end writes next; nothing at its end, and after `seconds` of silence.
  ///
  /// `availableData` takes a signal, such as that of another child's end, for the end.
  public func nextOutput(within seconds: Int = 120) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      var reader = pollfd(fd: fileDescriptor, events: Int16(POLLIN), revents: 0)
      let isReady = poll(&reader, 1, Int32(clamping: seconds * 1000))
      let count = isReady > 0 ? Glibc.read(fileDescriptor, &buffer, buffer.count) : isReady == 0 ? 0 : -1
      if count >= 0 { return Array(buffer[..<count]) }
      guard errno == EINTR else { return [] }
    }
  }

  /// Adds what the other end writes to `all` until `text` is in it, the end comes or so many seconds have passed.
  public func read(into all: inout Data, until text: String, within seconds: Int = 90) {
    let end = Date(timeIntervalSinceNow: Double(seconds))
    while !String(decoding: all, as: UTF8.self).contains(text) {
      let left = Int(end.timeIntervalSinceNow.rounded(.up))
      let part = left > 0 ? nextOutput(within: left) : []
      if part.isEmpty { break }
      all += part
    }
  }
}
