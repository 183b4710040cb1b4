import Glibc

/// A file to which records or lines are added, each of them whole or not at all.
public struct AppendFile: ~Copyable {
  private let descriptor: FileDescriptor
  private let path: String
  /// Whether its name may not be on the disk yet.
  private var isNew: Bool
  /// How long it is, in bytes.
  public private(set) var size: Int

  /// Opens a file, and creates it where there is none; its folder must exist.
  ///
  /// - Parameter isRead: whether what is in it is looked at.
  public init(path: String, permissions: mode_t, isRead: Bool = true) throws(FileError) {
    // Not blocking: a pipe in its place must not hold the caller.
    let flags = (isRead ? O_RDWR : O_WRONLY) | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK
    let number = open(path, flags, permissions)
    guard number >= 0 else { throw .system(systemMessage(errno)) }
    descriptor = FileDescriptor(number: number)
    self.path = path
    size = max(0, Int(lseek(number, 0, SEEK_END)))
    isNew = size == 0
  }

  /// Adds `bytes`; where the disk takes only some of them, they are taken back.
  public mutating func append(_ bytes: [UInt8]) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor.number, $0.baseAddress, $0.count) }
      if count > 0 {
        written += count
      } else if count == 0 || errno != EINTR {
        let reason = systemMessage(errno)
        ftruncate(descriptor.number, off_t(size))
        throw .system(reason)
      }
    }
    size += bytes.count
  }

  /// Waits until everything is on the disk, a new file's name too.
  package mutating func synchronize() throws(FileError) {
    guard fdatasync(descriptor.number) == 0 else { throw .system(systemMessage(errno)) }
    if isNew { try Folder.synchronize(Folder.of(path)) }
    isNew = false
  }

  /// Whether its first bytes are those of `text`.
  package func begins(with text: String) -> Bool {
    var start = [UInt8](repeating: 0, count: text.utf8.count)
    return pread(descriptor.number, &start, start.count, 0) == start.count && start.elementsEqual(text.utf8)
  }

  /// Takes away what follows the last line break: the start of a line that a crash left behind.
  package mutating func removeTornLine() {
    let length = min(size, 4096)
    var tail = [UInt8](repeating: 0, count: length)
    guard length > 0, pread(descriptor.number, &tail, length, off_t(size - length)) == length else { return }
    // A file without any line break is one torn line, as far as it can be seen whole.
    let lineEnd = tail.lastIndex(of: UInt8(ascii: "\n")) ?? (length == size ? -1 : length - 1)
    let torn = length - 1 - lineEnd
    if torn > 0, ftruncate(descriptor.number, off_t(size - torn)) == 0 { size -= torn }
  }
}
