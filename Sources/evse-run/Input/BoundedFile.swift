import Platform
import Glibc
import ScheduleLang

/// Reads whole files, but never for ever and never without a bound.
enum BoundedFile {
  /// The largest file that is read, in bytes.
  static let sizeLimit = 16 << 20
  /// How long a regular file may stay silent, in milliseconds: it never does.
  private static let promptness: Int32 = 200
  /// How long a pipe or a device may stay silent, in milliseconds.
  static let patience: Int32 = 10_000

  /// The bytes of the regular file at `path`; `-` is standard input.
  static func read(_ path: String) throws(ReadError) -> [UInt8] { try read(path, sizeLimit: sizeLimit) }

  /// The bytes of the regular file at `path`, at most `sizeLimit`.
  ///
  /// A pipe that nobody fills, a terminal or a device would be waited for each time that it is read. Only the pipes that a
  /// shell puts in the place of a file, as `<(…)`, are waited for.
  static func read(_ path: String, sizeLimit: Int) throws(ReadError) -> [UInt8] {
    if path == "/dev/null" { return [] }
    var status = stat()
    var patience = patience
    if path != "-", !path.utf8.contains(0), stat(path, &status) == 0 {
      let isInherited = path.hasPrefix("/dev/fd/") || path == "/dev/stdin"
      let kinds = isInherited ? [S_IFREG, S_IFDIR, S_IFIFO] : [S_IFREG, S_IFDIR]
      guard kinds.contains(status.st_mode & S_IFMT) else {
        throw ReadError("it is no regular file")
      }
      // The kernel's own may look like regular files, and be none.
      if status.st_mode & S_IFMT == S_IFREG { patience = promptness }
    }
    return try read(path, patience: patience, sizeLimit: sizeLimit)
  }

  /// The bytes of what is at `path`, at most `sizeLimit`, which may stay silent for `patience` milliseconds.
  static func read(_ path: String, patience: Int32, sizeLimit: Int) throws(ReadError) -> [UInt8] {
    if path == "-" { return try bytes(of: STDIN_FILENO, patience: -1, sizeLimit: sizeLimit) }
    // C strings end at their first zero, and another file must not be read than was named.
    if path.utf8.contains(0) { throw ReadError("its name has a zero byte") }
    // Without O_NONBLOCK opening a pipe waits for its other end.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw ReadError(reason(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw ReadError(reason(errno)) }
    if status.st_mode & S_IFMT == S_IFDIR { throw ReadError("it is a folder") }
    return try bytes(of: descriptor, patience: patience, sizeLimit: sizeLimit)
  }

  private static func bytes(
    of descriptor: Int32, patience: Int32, sizeLimit: Int
  ) throws(ReadError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, patience)
      if ready == 0 {
        let time = patience < 1000 ? "" : " for \(patience / 1000) seconds"
        throw ReadError("nothing came\(time)")
      }
      let count = ready < 0 ? -1 : Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        throw ReadError(reason(errno))
      }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      if bytes.count > sizeLimit { throw ReadError("it is larger than \(sizeLimit >> 20) MiB") }
    }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file"
    case EACCES, EPERM: "permission is denied"
    case EISDIR: "it is a folder"
    default: systemMessage(code)
    }
  }
}
