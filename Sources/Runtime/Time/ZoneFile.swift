import Platform

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
    do throws(FileError) {
      return try WholeFile.read("\(folder)/\(identifier)", limit: maximumSize)
    } catch {
      switch error {
      case .missing, .noFile: throw .unknownZone(identifier)
      case .tooLarge: throw .unreadable(identifier, reason: "it is too large")
      case .silent: throw .unreadable(identifier, reason: error.reason)
      case .denied(let text), .unread(let text), .system(let text):
        throw .unreadable(identifier, reason: text)
      }
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

  private static var folder: String { Environment.text("TZDIR") ?? defaultFolder }
}
