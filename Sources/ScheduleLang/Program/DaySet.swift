/// A set of calendar days: any of its weekdays, months, dates and members, less what it excludes.
public struct DaySet: Hashable, Sendable {
  /// Bit `n` is weekday `n`, Monday being bit 0.
  public var weekdays: UInt8 = 0
  /// Bit `n` is month `n`, January being bit 1.
  public var months: UInt16 = 0
  /// Single days and ranges of days, both ends included.
  public var dates: [ClosedRange<Int>] = []
  /// Nested sets, from names and parentheses.
  public var members: [DaySet] = []
  /// Days that are taken away again.
  public var excluded: [DaySet] = []

  /// Creates the empty set.
  public init() {}

  /// Every day.
  public static let daily: DaySet = {
    var set = DaySet()
    set.weekdays = 0x7F
    return set
  }()

  /// Whether the answer only depends on the day of the week.
  public var isWeekly: Bool {
    months == 0 && dates.isEmpty && members.allSatisfy(\.isWeekly) && excluded.allSatisfy(\.isWeekly)
  }

  /// Whether `date` is in the set.
  public func contains(_ date: CivilDate) -> Bool {
    var found = weekdays & (1 << date.weekday.rawValue) != 0
    if !found, months != 0 { found = months & (1 << UInt16(date.month)) != 0 }
    if !found { found = dates.contains { $0.contains(date.dayNumber) } }
    if !found { found = members.contains { $0.contains(date) } }
    return found && !excluded.contains { $0.contains(date) }
  }
}
