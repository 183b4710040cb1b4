import Glibc

/// Writes whole files.
enum WrittenFile {
  /// Makes the file at `path`, or replaces what is in it; the reason where that fails.
  static func write(_ bytes: [UInt8], to path: String) -> String? {
    guard !path.utf8.contains(0) else { return "its name has a zero byte" }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return lastError }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return lastError }
    }
    return nil
  }

  private static var lastError: String { strerror(errno).map { String(cString: $0) } ?? "error \(errno)" }
}
