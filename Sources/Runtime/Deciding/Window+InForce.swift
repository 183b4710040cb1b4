import ScheduleLang

extension Window {
  /// Whether any of `windows` is in force at `moment`.
  public static func anyInForce(_ windows: [Window], at moment: Moment) -> Truth {
    var result = Truth.no
    for index in windows.indices {
      result = max(result, windows[index].isInForce(at: moment))
      if result == .yes { return .yes }
    }
    return result
  }

  /// Whether this window is in force at `moment`; its start is part of it, its end is not.
  public func isInForce(at moment: Moment) -> Truth {
    let now = moment.clock(clock)
    switch span {
    case .daily(let start, let end):
      return Truth(isInForce(now, start: start, end: end))
    case .dated(let start, let end):
      return Truth(start <= now && now < end && startsOn(start.date))
    case .outside(let others):
      return Truth(startsOn(now.date)).and(!Window.anyInForce(others, at: moment))
    case .ranked:
      // Which half hours are chosen depends on prices that no reading holds: not known, so never in force.
      return .unknown
    }
  }

  private func isInForce(_ now: LocalTime, start: Int, end: Int) -> Bool {
    if end > start { return start <= now.minute && now.minute < end && startsOn(now.date) }
    if now.minute >= start, startsOn(now.date) { return true }
    return now.minute < end && startsOn(now.date.adding(days: -1))
  }

  private func startsOn(_ date: CivilDate) -> Bool { days?.contains(date) ?? true }
}
