import ScheduleLang

extension Window {
  /// Whether any of `windows` is in force at `moment`.
  public static func anyInForce(_ windows: [Window], at moment: Moment) -> Truth {
    anyInForce(windows, at: moment, ranked: { _ in .unknown })
  }

  /// Whether this window is in force at `moment`; its start is part of it, its end is not.
  ///
  /// A ranked window, which depends on prices, is not known to be in any part of its stretch.
  public func isInForce(at moment: Moment) -> Truth { isInForce(at: moment, ranked: { _ in .unknown }) }

  /// Whether any of `windows` is in force at `moment`; what of a ranked one's stretch was taken says `ranked`.
  package static func anyInForce(_ windows: [Window], at moment: Moment, ranked: (Window) -> Truth) -> Truth {
    var result = Truth.no
    for index in windows.indices {
      result = max(result, windows[index].isInForce(at: moment, ranked: ranked))
      if result == .yes { return .yes }
    }
    return result
  }

  /// Whether this window is in force at `moment`; what of a ranked one's stretch was taken says `ranked`.
  package func isInForce(at moment: Moment, ranked: (Window) -> Truth) -> Truth {
    let now = moment.clock(clock)
    switch span {
    case .daily(let start, let end):
      return Truth(startOfOccurrence(at: now, start: start, end: end) != nil)
    case .dated(let start, let end):
      return Truth(start <= now && now < end && startsOn(start.date))
    case .outside(let others):
      return Truth(startsOn(now.date)).and(!Window.anyInForce(others, at: moment, ranked: ranked))
    case .ranked(let span):
      guard startOfOccurrence(at: now, start: span.start, end: span.end) != nil else { return .no }
      return ranked(self)
    }
  }

  /// The day on which the occurrence that shows `now` starts; nil where `now` is in none.
  package func startOfOccurrence(at now: LocalTime, start: Int, end: Int) -> CivilDate? {
    if end > start {
      return start <= now.minute && now.minute < end && startsOn(now.date) ? now.date : nil
    }
    if now.minute >= start, startsOn(now.date) { return now.date }
    let yesterday = now.date.adding(days: -1)
    return now.minute < end && startsOn(yesterday) ? yesterday : nil
  }

  private func startsOn(_ date: CivilDate) -> Bool { days?.contains(date) ?? true }
}
