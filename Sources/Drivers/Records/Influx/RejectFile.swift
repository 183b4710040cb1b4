import Platform
import Glibc

/// Records that a database refuses, kept as line protocol for the owner to look at and to send again.
struct RejectFile {
  /// The newest; one older file stands beside it, and what is older still is lost.
  let path: String

  /// With so many bytes a file is full.
  private static let limit = 8 << 20

  /// Creates the file of a record whose state is in `folder`; it appears with the first refused record.
  init(folder: String) { path = "\(folder)/rejected.lp" }

  /// Puts a file that is full into the place of the older one, and answers how many lines that had.
  func makeRoom() throws(RecordError) -> Int {
    var status = stat()
    guard stat(path, &status) == 0, status.st_size >= Self.limit else { return 0 }
    let older = path + ".old"
    let lost = Self.lineCount(of: older)
    guard rename(path, older) == 0 else { throw RecordError(reason: "\(older): \(systemMessage(errno))") }
    return lost
  }

  /// Adds lines, which are on the disk afterwards.
  func add(_ lines: [[UInt8]]) throws(RecordError) {
    do throws(FileError) {
      var file = try AppendFile(path: path, permissions: 0o600)
      file.removeTornLine()
      try file.append(lines.flatMap { $0 + [UInt8(ascii: "\n")] })
      try file.synchronize()
    } catch {
      throw RecordError(reason: "\(path): \(error.reason)")
    }
  }

  /// How many lines a file has; none where it cannot be read.
  private static func lineCount(of path: String) -> Int {
    let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { return 0 }
    let descriptor = FileDescriptor(number: number)
    var lines = 0
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor.number, &buffer, buffer.count)
      guard count > 0 else { return lines }
      lines += buffer[..<count].count { $0 == UInt8(ascii: "\n") }
    }
  }
}
