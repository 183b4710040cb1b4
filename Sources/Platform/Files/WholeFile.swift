import Glibc

/// Writes files as a whole; a failure comes back as its reason, in the system's words.
public enum WholeFile {
  /// Puts `bytes` into the place of the file at `path`, so that after a crash it has either the old bytes or the new
  /// ones; nil where that is done.
  ///
  /// Follows links and keeps the file's permissions, and its owner where this user may; a new file is for this user
  /// alone.
  public static func replace(_ path: String, by bytes: [UInt8]) -> String? {
    guard !path.utf8.contains(0) else { return "its name has a zero byte" }
    var target = path
    if let resolved = realpath(path, nil) {
      target = String(cString: resolved)
      free(resolved)
    }
    var status = stat()
    let isKnown = stat(target, &status) == 0
    let permissions = isKnown ? status.st_mode & 0o7777 : 0o600
    // The six Xs are where mkstemp puts letters of its own.
    var temporary = Array((target + ".XXXXXX").utf8CString)
    let number = mkstemp(&temporary)
    guard number >= 0 else { return systemMessage(errno) }
    let descriptor = FileDescriptor(number: number)
    // Programs that are started meanwhile do not inherit it.
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    // Before the permissions, of which a change of the owner takes some away.
    if isKnown { _ = fchown(number, status.st_uid, status.st_gid) }
    guard fchmod(number, permissions) == 0, put(bytes, into: descriptor), fsync(number) == 0,
      rename(temporary, target) == 0
    else {
      let reason = systemMessage(errno)
      unlink(temporary)
      return reason
    }
    Folder.synchronize(Folder.of(target))
    return nil
  }

  /// Writes `bytes` to the file at `path`, be it new, a file whose bytes are to go, a pipe or a device; nil where that
  /// is done.
  public static func write(_ bytes: [UInt8], to path: String) -> String? {
    guard !path.utf8.contains(0) else { return "its name has a zero byte" }
    let number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard number >= 0 else { return systemMessage(errno) }
    return put(bytes, into: FileDescriptor(number: number)) ? nil : systemMessage(errno)
  }

  /// False where not all is written, with the reason in `errno`.
  private static func put(_ bytes: [UInt8], into descriptor: borrowing FileDescriptor) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor.number, $0.baseAddress, $0.count) }
      if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return false }
    }
    return true
  }
}
