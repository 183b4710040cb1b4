import Platform
import Drivers
import Glibc
import ScheduleLang

/// Why a line was not logged.
struct LogError: Error, Hashable {
  /// The file.
  var path: String
  /// The system's reason.
  var reason: String
}

/// Log files of one day each in a folder, `evse-2026-11-22.log`, to which lines are added.
struct DailyLog: Sendable {
  private let folder: String

  /// Creates a log in `folder`, which is created when the first line is written.
  init(folder: String) { self.folder = folder }

  /// Adds a line to the file of `date`.
  ///
  /// The file is opened for every line, a few times a minute at most, so that it may be moved or deleted at
  /// any time.
  func write(_ line: String, on date: CivilDate) throws(LogError) {
    let path = "\(folder)/evse-\(date).log"
    Folder.make(folder, permissions: 0o755)
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else { throw LogError(path: path, reason: lastError) }
    defer { close(descriptor) }
    let end = lseek(descriptor, 0, SEEK_END)
    let bytes = Array(line.utf8) + [UInt8(ascii: "\n")]
    let count = Glibc.write(descriptor, bytes, bytes.count)
    guard count == bytes.count else {
      let reason = count < 0 ? lastError : "the disk took only part of a line"
      // The next line must not stand behind a part of this one.
      if count > 0, end >= 0 { _ = ftruncate(descriptor, end) }
      throw LogError(path: path, reason: reason)
    }
  }

  private var lastError: String { systemMessage(errno) }
}
