/// Why a time zone could not be used.
public enum ZoneError: Error, Hashable, Sendable {
  /// The name cannot be one of an IANA zone: a path that leads elsewhere, or odd characters.
  case invalidIdentifier(String)
  /// The system's time zone database has no such zone.
  case unknownZone(String)
  /// The zone's file exists and cannot be read.
  case unreadable(String, reason: String)
  /// The zone's file is not what RFC 9636 describes, or needs leap seconds.
  case malformed(String, reason: String)
}

extension ZoneError: CustomStringConvertible {
  /// The mistake as a sentence without a full stop.
  public var description: String {
    switch self {
    case .invalidIdentifier(let name): "“\(name)” cannot be the name of a time zone"
    case .unknownZone(let name): "the system's time zone database has no “\(name)”"
    case .unreadable(let name, let reason): "the time zone file of “\(name)” cannot be read: \(reason)"
    case .malformed(let name, let reason): "the time zone file of “\(name)” is damaged: \(reason)"
    }
  }
}
