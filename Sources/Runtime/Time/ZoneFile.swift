import Glibc

/// Reads files of the system's time zone database; all that it does is I/O.
enum ZoneFile {
  /// Where the database is unless the environment's `TZDIR` says otherwise.
  static let defaultFolder = "/usr/share/zoneinfo"
  /// No zone's file comes near this many bytes.
  static let maximumSize = 1 << 18

  /// The bytes of the file of zone `identifier`.
  ///
  /// Throws `invalidIdentifier`, `unknownZone` or `unreadable`.
  static func bytes(of identifier: String) throws(ZoneError) -> [UInt8] {
    guard isPlausible(identifier) else { throw .invalidIdentifier(identifier) }
    // Without O_NONBLOCK a named pipe in the folder would hang the program.
    let descriptor = open("\(folder)/\(identifier)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let missing = errno == ENOENT || errno == ENOTDIR
      throw missing ? .unknownZone(identifier) : .unreadable(identifier, reason: lastError)
    }
    defer { close(descriptor) }

    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(identifier, reason: lastError) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unknownZone(identifier) }

    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 8192)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .unreadable(identifier, reason: lastError)
      }
      bytes += chunk[..<count]
      guard bytes.count <= maximumSize else { throw .unreadable(identifier, reason: "it is too large") }
    }
  }

  /// Whether `identifier` has the shape of a zone's name and stays inside the folder.
  static func isPlausible(_ identifier: String) -> Bool {
    guard (1...255).contains(identifier.utf8.count) else { return false }
    return identifier.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
      part in
      part.first != nil && part.first != UInt8(ascii: ".")
        && part.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
          default: false
          }
        }
    }
  }

  private static var folder: String {
    guard let value = getenv("TZDIR"), value.pointee != 0 else { return defaultFolder }
    return String(cString: value)
  }

  private static var lastError: String { String(cString: strerror(errno)) }
}
