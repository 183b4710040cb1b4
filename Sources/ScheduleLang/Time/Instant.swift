/// A point in time, in milliseconds of UTC since 1970 (leap seconds do not exist, as in POSIX).
public struct Instant: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z; negative before it.
  public var milliseconds: Int64

  /// Creates the instant `milliseconds` after 1970-01-01T00:00:00Z.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Creates the instant `seconds` after 1970-01-01T00:00:00Z.
  public init(seconds: Int64) { self.milliseconds = seconds &* 1000 }

  /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
  public var seconds: Int64 {
    let quotient = milliseconds / 1000
    return milliseconds % 1000 < 0 ? quotient - 1 : quotient
  }

  public static func < (lhs: Instant, rhs: Instant) -> Bool { lhs.milliseconds < rhs.milliseconds }

  /// The instant `seconds` later.
  public func adding(seconds: Int) -> Instant {
    Instant(milliseconds: milliseconds &+ Int64(seconds) &* 1000)
  }
}

extension Instant: CustomStringConvertible {
  /// The instant in UTC, in whole seconds: `2026-11-22T16:00:00Z`.
  public var description: String {
    let secondOfDay = ((seconds % 86_400) + 86_400) % 86_400
    let date = CivilDate(dayNumber: Int((seconds - secondOfDay) / 86_400))
    let (minute, second) = (Int(secondOfDay / 60), Int(secondOfDay % 60))
    return "\(date)T\(TimeOfDay.text(minute)):\(second < 10 ? "0" : "")\(second)Z"
  }
}
