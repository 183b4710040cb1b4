import Platform
import Glibc
import Synchronization

/// An open file that takes lines as long as it need not be waited for.
///
/// A terminal that has room holds a writer all the same where the line does not fit, unless its description says
/// otherwise, which the shell shares. So a terminal is opened once more, for this program alone.
final class ConsoleStream: Sendable {
  /// What has become of a line.
  enum Reception: Hashable {
    case whole
    /// Some of it, or all, is lost: whoever reads has made no room for it.
    case cut
  }

  private let descriptor: Int32
  private let isOwn: Bool
  /// Whether the last line was taken only in part.
  private let isTorn = Atomic(false)

  /// Creates a stream on an open file descriptor, which stays as it is and stays open.
  ///
  /// A terminal that may not be opened anew, as after `su`, is written to as it is, and may hold a line.
  init(_ descriptor: Int32) {
    let own =
      isatty(descriptor) == 1
      ? open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1
    isOwn = own >= 0
    self.descriptor = isOwn ? own : descriptor
  }

  deinit { if isOwn { close(descriptor) } }

  /// Writes a line, with `patience` for a reader to make room.
  func write(_ line: String, patience: Duration) -> Reception {
    let newline = UInt8(ascii: "\n")
    // The rest of a line that was taken in part is lost: this one must not look like it.
    let start = isTorn.load(ordering: .relaxed) ? [newline] : []
    // A pipe that can be written to takes this much at once, without waiting (PIPE_BUF).
    let bytes = start + line.utf8.prefix(4094) + [newline]
    var rest = bytes[...]
    while !rest.isEmpty {
      var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&entry, 1, patience.pollTime) > 0, entry.revents & Int16(POLLOUT) != 0 else { break }
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    if let last = bytes[..<rest.startIndex].last { isTorn.store(last != newline, ordering: .relaxed) }
    return rest.isEmpty ? .whole : .cut
  }
}
