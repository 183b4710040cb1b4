import Glibc

/// Why a file could not be read or written.
public enum FileError: Error, Hashable, Sendable {
  /// There is none of this name.
  case missing
  /// It is a folder, or another thing that is no file.
  case noFile
  /// This user may not; what the system says.
  case denied(String)
  /// It is a pipe that nobody reads any more; what the system says.
  case unread(String)
  /// It has said nothing for as long as it may.
  case silent
  /// It has more bytes than are read.
  case tooLarge(limit: Int)
  /// What the system says.
  case system(String)

  /// In words, as the end of a sentence about the file.
  public var reason: String {
    switch self {
    case .missing: "there is no such file"
    case .noFile: "it is no regular file"
    case .tooLarge(let limit): "it is larger than \(limit) bytes"
    case .silent: "nothing came"
    case .denied(let text), .unread(let text), .system(let text): text
    }
  }

  init(_ code: Int32) {
    self =
      switch code {
      case ENOENT, ENOTDIR: .missing
      case EISDIR: .noFile
      case EPIPE: .unread(systemMessage(code))
      case EACCES, EPERM: .denied(systemMessage(code))
      default: .system(systemMessage(code))
      }
  }
}
