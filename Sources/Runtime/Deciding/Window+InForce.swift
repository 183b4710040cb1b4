import ScheduleLang

extension Window {
  /// Whether any of `windows` is in force at `moment`.
  public static func anyInForce(_ windows: [Window], at moment: Moment) -> Truth {
    anyInForce(windows, at: moment, choices: RankedChoices())
  }

  /// Whether this window is in force at `moment`; its start is part of it, its end is not.
  ///
  /// A ranked window, which depends on prices, is not known to be in any part of its stretch.
  public func isInForce(at moment: Moment) -> Truth { isInForce(at: moment, choices: RankedChoices()) }

  /// Whether any of `windows` is in force at `moment`, of the ranked ones what `choices` took.
  static func anyInForce(_ windows: [Window], at moment: Moment, choices: RankedChoices) -> Truth {
    var result = Truth.no
    for index in windows.indices {
      result = max(result, windows[index].isInForce(at: moment, choices: choices))
      if result == .yes { return .yes }
    }
    return result
  }

  /// Whether this window is in force at `moment`, of a ranked one what `choices` took.
  func isInForce(at moment: Moment, choices: RankedChoices) -> Truth {
    let now = moment.clock(clock)
    switch span {
    case .daily(let start, let end):
      return Truth(startOfOccurrence(at: now, start: start, end: end) != nil)
    case .dated(let start, let end):
      return Truth(start <= now && now < end && startsOn(start.date))
    case .outside(let others):
      return Truth(startsOn(now.date)).and(!Window.anyInForce(others, at: moment, choices: choices))
    case .ranked(let span):
      guard startOfOccurrence(at: now, start: span.start, end: span.end) != nil else { return .no }
      return choices.truth(of: self, at: moment.instant)
    }
  }

  /// The day on which the occurrence that shows `now` starts; nil where `now` is in none.
  func startOfOccurrence(at now: LocalTime, start: Int, end: Int) -> CivilDate? {
    if end > start {
      return start <= now.minute && now.minute < end && startsOn(now.date) ? now.date : nil
    }
    if now.minute >= start, startsOn(now.date) { return now.date }
    let yesterday = now.date.adding(days: -1)
    return now.minute < end && startsOn(yesterday) ? yesterday : nil
  }

  private func startsOn(_ date: CivilDate) -> Bool { days?.contains(date) ?? true }
}
