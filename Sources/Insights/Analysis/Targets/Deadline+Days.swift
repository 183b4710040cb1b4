import ScheduleLang

extension Deadline {
  /// Whether it falls due on `day`.
  func isDue(on day: CivilDate) -> Bool {
    let named = day.adding(days: -wall.days)
    return date.map { $0 == named } ?? days?.contains(named) ?? true
  }

  /// The minute of the day at which it falls due, and how many days after the one that it names; as if no clock changed.
  var wall: (minute: Int, days: Int) {
    let minute = minute + Int((Double(offset) / 60).rounded(.down))
    // The end of a day is not the start of the next.
    if offset == 0 { return (minute, 0) }
    let days = Int((Double(minute) / 1440).rounded(.down))
    return (minute - days * 1440, days)
  }
}

extension [Guard] {
  /// Whether those that ask for calendar days have `day` among them.
  func allow(_ day: CivilDate) -> Bool {
    allSatisfy { item in
      if case .on(let days) = item.kind { return days.contains(day) }
      return true
    }
  }
}
