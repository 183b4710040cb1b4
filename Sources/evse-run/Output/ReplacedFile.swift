import Glibc

/// Replaces a file as a whole: after a crash it has either the old bytes or the new ones.
enum ReplacedFile {
  /// Puts `bytes` into the place of the file at `path`, following links and keeping its permissions; the reason
  /// where that fails.
  static func write(_ bytes: [UInt8], to path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return lastError }
    defer { free(resolved) }
    let target = String(cString: resolved)
    var status = stat()
    guard stat(target, &status) == 0 else { return lastError }
    var template = Array((target + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return lastError }
    var failure = fchmod(descriptor, status.st_mode & 0o7777) == 0 ? nil : lastError
    failure = failure ?? write(bytes, descriptor)
    if failure == nil, fsync(descriptor) != 0 { failure = lastError }
    close(descriptor)
    if failure == nil, rename(template, target) != 0 { failure = lastError }
    if failure != nil { unlink(template) }
    return failure
  }

  private static func write(_ bytes: [UInt8], _ descriptor: Int32) -> String? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return lastError }
    }
    return nil
  }

  private static var lastError: String { strerror(errno).map { String(cString: $0) } ?? "error \(errno)" }
}
