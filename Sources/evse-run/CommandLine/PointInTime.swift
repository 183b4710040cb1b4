import Runtime
import ScheduleLang

/// Why a time cannot be placed.
struct PointInTimeError: Error {
  var local: LocalTime
}

/// A time as the command line names it, before a site's clock and today are known.
enum PointInTime: Equatable {
  case now
  case instant(Instant)
  /// What the site's clock shows; without a date the next such weekday, today included.
  case local(day: Day, minute: Int)

  enum Day: Equatable {
    case today
    case tomorrow
    case weekday(Weekday)
    case date(CivilDate)
  }

  /// The moment that is meant, or throws where a change of clocks skips it; the first where it is repeated.
  func moment(on clocks: ClockSet, now: Instant) throws(PointInTimeError) -> Moment {
    switch self {
    case .now: return clocks.moment(at: now)
    case .instant(let instant): return clocks.moment(at: instant)
    case .local(let day, let minute):
      let local = LocalTime(date: date(day, today: clocks.site.local(now).date), minute: minute)
      let occurrences = clocks.site.instants(of: local)
      if case .skipped = occurrences { throw PointInTimeError(local: local) }
      return clocks.moment(at: occurrences.first)
    }
  }

  private func date(_ day: Day, today: CivilDate) -> CivilDate {
    switch day {
    case .today: return today
    case .tomorrow: return today.adding(days: 1)
    case .date(let date): return date
    case .weekday(let weekday):
      return today.adding(days: (Int(weekday.rawValue) - Int(today.weekday.rawValue) + 7) % 7)
    }
  }
}
