import ScheduleLang

/// A zone's standing rule as the POSIX environment variable `TZ` spells it: `GMT0BST,M3.5.0/1,M10.5.0`.
struct PosixZoneRule: Hashable, Sendable {
  /// A moment that comes once a year, on the clock that it ends.
  struct YearlyMoment: Hashable, Sendable {
    /// The three ways to name a day.
    enum Day: Hashable, Sendable {
      /// `Jn`: day 1...365 of a year that never has a 29 February.
      case common(Int)
      /// `n`: day 0...365 of the year, counting a 29 February.
      case counted(Int)
      /// `Mm.w.d`: weekday `d` (0 is Sunday) of month `m`, the `w`th time, 5 being the last.
      case weekday(month: Int, week: Int, day: Int)
    }

    /// The day.
    var day: Day
    /// Seconds after that day's midnight, from -167 to 167 hours.
    var seconds: Int

    /// Seconds from 1970 to the moment in `year` (0...9999), as if its clock were UTC.
    func localSeconds(in year: Int) -> Int64 {
      guard let first = CivilDate(year: year, month: 1, day: 1) else { return 0 }
      let dayNumber: Int
      switch day {
      case .common(let number):
        let isLeap = CivilDate.days(inMonth: 2, of: year) == 29
        dayNumber = first.dayNumber + number - (isLeap && number >= 60 ? 0 : 1)
      case .counted(let number):
        dayNumber = first.dayNumber + number
      case .weekday(let month, let week, let day):
        let start = CivilDate(year: year, month: month, day: 1) ?? first
        // Monday is 0 in `Weekday` and Sunday is 0 in the rule.
        let ahead = (day + 6 - Int(start.weekday.rawValue)) % 7
        let days = CivilDate.days(inMonth: month, of: year)
        let inMonth = ahead + (week - 1) * 7
        dayNumber = start.dayNumber + (inMonth < days ? inMonth : inMonth - 7)
      }
      return Int64(dayNumber * 86_400 + seconds)
    }
  }

  /// The other half of a year that changes its clocks.
  struct Daylight: Hashable, Sendable {
    /// Seconds east of UTC.
    var offset: Int
    /// When it begins, on standard time.
    var start: YearlyMoment
    /// When it ends, on its own time.
    var end: YearlyMoment
  }

  /// Seconds east of UTC outside of daylight saving time.
  var standardOffset: Int
  /// Daylight saving time, if the zone has it.
  var daylight: Daylight?

  /// The changes in `years` (0...9999) in order; none without daylight saving time.
  func changes(in years: ClosedRange<Int>) -> [OffsetSpan] {
    guard let daylight else { return [] }
    let ends = years.map {
      OffsetSpan(start: daylight.end.localSeconds(in: $0) - Int64(daylight.offset), offset: standardOffset)
    }
    let starts = years.map {
      OffsetSpan(start: daylight.start.localSeconds(in: $0) - Int64(standardOffset), offset: daylight.offset)
    }
    // Where it ends and begins again at once it lasts all year: the beginning comes second and counts.
    var changes: [OffsetSpan] = []
    for change in (ends + starts).sorted(by: { $0.start < $1.start }) {
      if changes.last?.start == change.start { changes.removeLast() }
      changes.append(change)
    }
    return changes
  }
}
