import Runtime
import ScheduleLang

// Whether all dates that something names are past.

extension Guard {
  /// Whether the guard names dates only, and all of them lie before `today`.
  func isPast(on today: CivilDate) -> Bool {
    switch kind {
    case .during(let windows): !windows.isEmpty && windows.allSatisfy { $0.isPast(on: today) }
    case .on(let days): days.isPast(on: today)
    case .when: false
    }
  }
}

extension Window {
  /// Whether it names dates only, and the last of its times lies before `today`.
  func isPast(on today: CivilDate) -> Bool {
    if case .dated(_, let end) = span { return end <= LocalTime(date: today, minute: 0) }
    // The last night of the days may reach into today.
    return days?.isPast(on: today.adding(days: -1)) ?? false
  }
}

extension DaySet {
  /// Whether it names dates only, and all of them lie before `today`.
  func isPast(on today: CivilDate) -> Bool {
    weekdays == 0 && months == 0 && !(dates.isEmpty && members.isEmpty)
      && dates.allSatisfy { $0.upperBound < today.dayNumber }
      && members.allSatisfy { $0.isPast(on: today) }
  }
}
