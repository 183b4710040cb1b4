import Platform
import Glibc

/// The system's journal as a stream that lines are written to.
///
/// It takes the priority of a line from its start: `<4>` and the line (sd-daemon(3)).
enum JournalStream {
  /// Device and inode of the journal's stream, `8:1234`, where a service manager has connected the program.
  static var ofEnvironment: String? { Environment.value("JOURNAL_STREAM") }

  /// Whether an open file is the stream that `text` names; output may have been sent elsewhere since.
  static func isConnected(_ descriptor: Int32, to text: String? = ofEnvironment) -> Bool {
    guard let text else { return false }
    var status = stat()
    return fstat(descriptor, &status) == 0 && text == "\(status.st_dev):\(status.st_ino)"
  }

  /// `line` as the journal takes it.
  static func line(_ line: some StringProtocol, _ priority: LogPriority) -> String {
    "<\(priority.rawValue)>\(line)"
  }
}
