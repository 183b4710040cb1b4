import ScheduleLang

extension Deadline {
  /// How many days ahead the next one is looked for.
  private static let horizon = 400

  /// When the deadline next falls due after `instant`; nil where it no longer does.
  ///
  /// So much before or after a time is counted as it passes. One that a change of clocks skips falls due at the first instant after the gap, one that it repeats the
  /// first time.
  package func next(after instant: Instant, on zone: ZoneRules) -> Instant? {
    if let date {
      let due = due(on: date, zone)
      return due > instant ? due : nil
    }
    let today = zone.local(instant).date
    // One that falls due so long after a time may belong to a day before yesterday.
    for ahead in -2...Self.horizon {
      let day = today.adding(days: ahead)
      guard days?.contains(day) ?? true else { continue }
      let due = due(on: day, zone)
      if due > instant { return due }
    }
    return nil
  }

  private func due(on date: CivilDate, _ zone: ZoneRules) -> Instant {
    let local =
      minute < 1440 ? LocalTime(date: date, minute: minute) : LocalTime(date: date.adding(days: 1), minute: 0)
    return zone.instants(of: local).first.adding(seconds: offset)
  }
}
