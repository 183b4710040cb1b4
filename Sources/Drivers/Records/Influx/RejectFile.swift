import Glibc

/// Records that a database refuses, kept as line protocol for the owner to look at and to send again.
struct RejectFile {
  /// The newest; one older file stands beside it.
  let path: String

  /// The most bytes of a file.
  private static let limit = 8 << 20

  /// Creates the file of a record whose state is in `folder`; it appears with the first refused record.
  init(folder: String) { path = "\(folder)/rejected.lp" }

  /// Adds lines.
  func add(_ lines: [[UInt8]]) throws(RecordFailure) {
    do throws(RecordFailure) {
      var file = try AppendFile(path: path, permissions: 0o600)
      file.removeTornLine()
      if file.size >= Self.limit {
        rename(path, path + ".old")
        file = try AppendFile(path: path, permissions: 0o600)
      }
      try file.append(lines.flatMap { $0 + [UInt8(ascii: "\n")] })
      try file.synchronize()
    } catch {
      throw RecordFailure(reason: "\(path): \(error.reason)")
    }
  }
}
