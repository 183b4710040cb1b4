import Platform

/// Asks a `LineServer`.
public enum LineClient {
  /// How long a server may have no room for a connection.
  private static let patience: Duration = .seconds(2)

  /// Whether somebody answers at the socket at `path`; throws where that cannot be known.
  public static func isServed(_ path: String) throws(LocalSocketError) -> Bool {
    do throws(LocalSocketError) {
      _ = try LineConnection(path: path, by: MonotonicClock.deadline(after: .zero))
      return true
    } catch {
      switch error.reason {
      case .busy: return true
      case .unserved: return false
      case .nameTooLong, .noThread, .system: throw error
      }
    }
  }

  /// Sends `line` to the socket at `path` and gives the line that comes back.
  public static func ask(_ path: String, _ line: [UInt8], by deadline: ExchangeDeadline) throws -> [UInt8] {
    let connection = try LineConnection(
      path: path, by: min(deadline, MonotonicClock.deadline(after: patience)))
    try connection.send(line, by: deadline)
    return try connection.receive(by: deadline)
  }

  /// The sockets in `folder`, by their names without `.sock`.
  public static func sockets(in folder: String) -> [(name: InstanceName, path: String)] {
    let names = (try? Folder.names(in: folder)) ?? []
    return names.filter { $0.hasSuffix(".sock") }.map {
      (InstanceName(String($0.dropLast(5))), "\(folder)/\($0)")
    }
  }
}
