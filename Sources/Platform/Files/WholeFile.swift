import Glibc

/// Reads and writes files as a whole.
public enum WholeFile {
  /// The most bytes that are read where nothing else is said.
  package static let sizeLimit = 8 << 20

  /// For how long a file may say nothing before its next bytes: a pipe or a device may.
  public enum Patience: Hashable, Sendable {
    /// It is not waited for.
    case none
    case upTo(Duration)
    case endless
  }

  /// The bytes of the file at `path`, at most `limit`; a pipe that nobody fills is not waited for.
  package static func read(_ path: String, limit: Int = sizeLimit) throws(FileError) -> [UInt8] {
    try read(path, limit: limit, patience: .none)
  }

  /// The bytes of the file, the pipe or the device at `path`, at most `limit`.
  public static func read(
    _ path: String, limit: Int, patience: Patience
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    try read(path, limit: limit, patience: patience) { bytes += $0 }
    return bytes
  }

  /// The bytes of standard input, at most `limit`, which is waited for.
  public static func readInput(limit: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    try read(STDIN_FILENO, limit: limit, patience: .endless) { bytes += $0 }
    return bytes
  }

  /// Reads a file piece by piece, so that it need not be in memory as a whole.
  package static func read(
    _ path: String, limit: Int, patience: Patience = .none, _ take: (ArraySlice<UInt8>) -> Void
  ) throws(FileError) {
    guard !path.utf8.contains(0) else { throw .missing }
    let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { throw FileError(errno) }
    let descriptor = FileDescriptor(number: number)
    var status = stat()
    guard fstat(number, &status) == 0 else { throw FileError(errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .noFile }
    try read(descriptor.number, limit: limit, patience: patience, take)
  }

  private static func read(
    _ number: Int32, limit: Int, patience: Patience, _ take: (ArraySlice<UInt8>) -> Void
  ) throws(FileError) {
    var buffer = [UInt8](repeating: 0, count: min(limit + 1, 65_536))
    var total = 0
    while true {
      if patience != .none {
        var waiting = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        if poll(&waiting, 1, patience.pollTime) == 0 { throw .silent }
      }
      let count = Glibc.read(number, &buffer, buffer.count)
      if count == 0 { return }
      guard count > 0 else {
        if errno == EINTR || (errno == EAGAIN && patience != .none) { continue }
        throw FileError(errno)
      }
      total += count
      guard total <= limit else { throw .tooLarge(limit: limit) }
      take(buffer[..<count])
    }
  }

  /// Puts `bytes` into the place of the file at `path`, so that after a crash it has either the old bytes or the new
  /// ones.
  ///
  /// Follows links and keeps the file's permissions, and its owner where this user may; a new file is for this user
  /// alone.
  public static func replace(_ path: String, by bytes: [UInt8]) throws(FileError) {
    guard !path.utf8.contains(0) else { throw .system("its name has a zero byte") }
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
    guard number >= 0 else { throw FileError(errno) }
    let descriptor = FileDescriptor(number: number)
    // Programs that are started meanwhile do not inherit it.
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    // Before the permissions, of which a change of the owner takes some away.
    if isKnown { _ = fchown(number, status.st_uid, status.st_gid) }
    do throws(FileError) {
      guard fchmod(number, permissions) == 0 else { throw FileError(errno) }
      try put(bytes, into: descriptor.number)
      guard fsync(descriptor.number) == 0, rename(temporary, target) == 0 else { throw FileError(errno) }
    } catch {
      unlink(temporary)
      throw error
    }
    // The file is in its place; its name is on the disk in some seconds all the same.
    try? Folder.synchronize(Folder.of(target))
  }

  /// Writes `bytes` to the file at `path`, be it new, a file whose bytes are to go, a pipe or a device.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    guard !path.utf8.contains(0) else { throw .system("its name has a zero byte") }
    let number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard number >= 0 else { throw FileError(errno) }
    let descriptor = FileDescriptor(number: number)
    try put(bytes, into: descriptor.number)
  }

  /// Whether there is no file at `path`, and could be one.
  public static func isMissing(_ path: String) -> Bool {
    var status = stat()
    return !path.utf8.contains(0) && stat(path, &status) != 0 && errno == ENOENT
  }

  /// Writes all of `bytes` to an open file, waiting for room.
  public static func put(_ bytes: [UInt8], into number: Int32) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, -1)
      } else if errno != EINTR {
        throw FileError(errno)
      }
    }
  }
}

extension WholeFile.Patience {
  /// As poll(2) takes it.
  fileprivate var pollTime: Int32 {
    switch self {
    case .none: 0
    case .upTo(let time): time.pollTime
    case .endless: -1
    }
  }
}
