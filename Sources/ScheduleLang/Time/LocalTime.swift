/// What a wall clock shows: a day and a minute of it, without a time zone.
public struct LocalTime: Hashable, Comparable, Sendable {
  /// The calendar day.
  public var date: CivilDate
  /// The minute of the day, 0...1439 (1440 only as the end of a window).
  public var minute: Int

  /// Creates the wall-clock time `minute` minutes into `date`.
  public init(date: CivilDate, minute: Int) {
    self.date = date
    self.minute = minute
  }

  public static func < (lhs: LocalTime, rhs: LocalTime) -> Bool {
    lhs.date == rhs.date ? lhs.minute < rhs.minute : lhs.date < rhs.date
  }
}

extension LocalTime: CustomStringConvertible {
  /// The time as `2026-11-22 16:05`.
  public var description: String { "\(date) \(TimeOfDay.text(minute))" }
}

/// Spelling of minutes of the day.
public enum TimeOfDay {
  /// `minute` (0...1440) as `HH:MM`.
  public static func text(_ minute: Int) -> String {
    let (hour, rest) = (minute / 60, minute % 60)
    return (hour < 10 ? "0" : "") + String(hour) + (rest < 10 ? ":0" : ":") + String(rest)
  }
}
