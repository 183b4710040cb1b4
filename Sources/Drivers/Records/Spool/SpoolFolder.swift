import Platform
import Glibc

/// The folder of one record's spool, held for as long as this object lives so that no other program uses it.
final class SpoolFolder: Sendable {
  /// Its path.
  let path: String
  private let lock: FileDescriptor

  /// Creates the folder where there is none, and its parents; throws where another program holds it.
  init(path: String) throws(RecordError) {
    self.path = path
    Folder.make(path)
    let number = open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    lock = FileDescriptor(number: number)
    guard number >= 0 else { throw RecordError(reason: "\(path): \(systemMessage(errno))") }
    // A child process that is being started holds a copy for a moment.
    for _ in 0..<20 {
      if flock(number, LOCK_EX | LOCK_NB) == 0 { return }
      MonotonicClock.rest(for: .milliseconds(10))
    }
    throw RecordError(reason: "\(path) is in use by another program")
  }
}
