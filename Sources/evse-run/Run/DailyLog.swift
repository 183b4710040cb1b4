import Platform
import Drivers
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
    do throws(FileError) {
      var file = try AppendFile(path: path, permissions: 0o644, isRead: false)
      try file.append(Array(line.utf8) + [UInt8(ascii: "\n")])
    } catch {
      throw LogError(path: path, reason: error.reason)
    }
  }
}
