import ScheduleLang

/// Calendar days that no schedule guard can distinguish.
struct DayClass {
  /// A stretch of one day in which every other clock keeps its distance from the site's.
  struct Piece: Hashable {
    /// Minutes of the site's clock.
    var minutes: Range<Int>
    /// By how many minutes each other clock is ahead.
    var shifts: [Int]
  }

  /// The days that were looked at, the earliest first; never empty.
  var days: [CivilDate]
  /// The day on the clocks; more than one piece where a change of clocks moves them against each other.
  var pieces: [Piece]

  /// A day that stands for all of them.
  var sample: CivilDate { days[0] }
}

extension Window {
  /// The minutes of `day` during which the window is in force, or may be where half hours are ranked.
  func minutes(on day: CivilDate, shifts: [Int], countsRanked: Bool) -> MinuteSet {
    let shift = clock == 0 ? 0 : shifts[clock - 1]
    // The window may have started on a day before; a clock on the other side of the world adds one either way.
    let starts = clock == 0 ? -1...0 : -2...2
    switch span {
    case .daily(let start, let end):
      return daily(start, end, on: day, starts: starts, shift: shift)
    case .ranked(let span):
      return countsRanked ? daily(span.start, span.end, on: day, starts: starts, shift: shift) : .empty
    case .dated(let start, let end):
      guard days?.contains(start.date) ?? true else { return .empty }
      return MinuteSet([start.minutes(from: day) - shift..<max(start, end).minutes(from: day) - shift])
    case .outside(let others):
      let own = starts.filter { contains(day.adding(days: $0)) }
        .map { $0 * 1440 - shift..<($0 + 1) * 1440 - shift }
      // Where a ranked window may be in force, the time outside of it may be too.
      let taken = others.minutes(on: day, shifts: shifts, countsRanked: !countsRanked)
      return MinuteSet(own).intersection(taken.complement)
    }
  }

  private func daily(_ start: Int, _ end: Int, on day: CivilDate, starts: ClosedRange<Int>, shift: Int)
    -> MinuteSet
  {
    let length = end > start ? end - start : end + 1440 - start
    let ranges = starts.compactMap { offset -> Range<Int>? in
      let first = offset * 1440 + start - shift
      guard first < 1440, first + length > 0, contains(day.adding(days: offset)) else { return nil }
      return first..<first + length
    }
    return MinuteSet(ranges)
  }

  private func contains(_ date: CivilDate) -> Bool { days?.contains(date) ?? true }
}

extension [Window] {
  /// The minutes of `day` during which any of the windows is in force.
  func minutes(on day: CivilDate, shifts: [Int], countsRanked: Bool) -> MinuteSet {
    reduce(.empty) { $0.union($1.minutes(on: day, shifts: shifts, countsRanked: countsRanked)) }
  }
}

extension Guard {
  /// The minutes of `day` at which the clock fulfils the guard; all of them for a condition.
  func minutes(on day: CivilDate, shifts: [Int], countsRanked: Bool) -> MinuteSet {
    switch kind {
    case .during(let windows): windows.minutes(on: day, shifts: shifts, countsRanked: countsRanked)
    case .on(let days): days.contains(day) ? .wholeDay : .empty
    case .when: .wholeDay
    }
  }
}

extension LocalTime {
  /// How many minutes of the wall clock lie between the start of `day` and this time.
  fileprivate func minutes(from day: CivilDate) -> Int {
    // Days so far apart that their minutes overflow are out of a day's reach anyway.
    let days = Swift.max(-100_000, Swift.min(date.dayNumber - day.dayNumber, 100_000))
    return days * 1440 + minute
  }
}
