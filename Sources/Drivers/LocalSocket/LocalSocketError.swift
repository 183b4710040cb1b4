import Glibc
import Platform

/// Why a Unix socket cannot be opened.
public struct LocalSocketError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is in the way.
  public enum Reason: Hashable, Sendable {
    /// Nobody listens there; what the system says.
    case unserved(String)
    /// Who listens there has no room for a connection.
    case busy
    /// The name is longer than that of a socket may be.
    case nameTooLong
    /// The system has no thread for it.
    case noThread
    /// What else the system says.
    case system(String)
  }

  /// The socket's file.
  public var path: String
  /// What is in the way.
  public var reason: Reason

  /// The path and the reason in words.
  public var description: String { "\(path): \(reason.words)" }
}

extension LocalSocketError.Reason {
  /// What the system's last error was.
  static var last: Self {
    switch errno {
    case ENOENT, ECONNREFUSED: .unserved(systemMessage(errno))
    case EAGAIN: .busy
    default: .system(systemMessage(errno))
    }
  }

  fileprivate var words: String {
    switch self {
    case .unserved(let text), .system(let text): text
    case .busy: "it has no room for a connection"
    case .nameTooLong: systemMessage(ENAMETOOLONG)
    case .noThread: "the system has no thread for it"
    }
  }
}
