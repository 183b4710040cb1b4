import Platform
import Glibc
import ScheduleLang

/// Reads whole files, but never for ever and never without a bound.
enum BoundedFile {
  /// The largest file that is read, in bytes.
  static let sizeLimit = 16 << 20
  /// How long a regular file may stay silent: it never does.
  private static let promptness: Duration = .milliseconds(200)
  /// How long a pipe or a device may stay silent.
  private static let patience: Duration = .seconds(10)

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

  /// The bytes of what is at `path`, at most `sizeLimit`, which may stay silent for `patience`.
  static func read(_ path: String, patience: Duration, sizeLimit: Int) throws(ReadError) -> [UInt8] {
    // C strings end at their first zero, and another file must not be read than was named.
    if path.utf8.contains(0) { throw ReadError("its name has a zero byte") }
    do throws(FileError) {
      return path == "-"
        ? try WholeFile.readInput(limit: sizeLimit)
        : try WholeFile.read(path, limit: sizeLimit, patience: .upTo(patience))
    } catch {
      throw ReadError(reason(error, patience: patience))
    }
  }

  private static func reason(_ error: FileError, patience: Duration) -> String {
    switch error {
    case .noFile: "it is a folder"
    case .denied: "permission is denied"
    case .tooLarge(let limit): "it is larger than \(limit >> 20) MiB"
    case .silent where patience >= .seconds(1): "nothing came for \(patience.components.seconds) seconds"
    case .missing, .silent, .unread, .system: error.reason
    }
  }
}
