import ScheduleLang

// What is said of windows at night and of their days.
extension Diagnostic {
  static func calendarDayGuard(
    at range: SourceRange, window: SourceRange, date: CivilDate, hours: String, fix: Fix?
  ) -> Diagnostic {
    let day = "\(date.weekday.name) \(date)"
    return Diagnostic(
      .calendarDayGuard, "this asks for the calendar day, and the window crosses midnight", at: range,
      labels: [Label(window, "\(hours)")],
      notes: [
        "So \(day) counts from its own midnight: the end of the night before, and the start of the night after.",
        "`during … on …`, without a comma, means whole nights by the day on which they start.",
      ], fixes: fix.map { [$0] } ?? [])
  }

  static func earlyWindow(at range: SourceRange, date: CivilDate, hours: String) -> Diagnostic {
    let eve = date.adding(days: -1).weekday.name
    return Diagnostic(
      .earlyWindow,
      "this window starts after midnight: \(date.weekday.name) means the night from \(eve) to it",
      at: range,
      notes: [
        "The first is \(date.weekday.name) \(date) \(hours); for the night after, name the day that follows."
      ])
  }

  static func earlyDeadline(at range: SourceRange, date: CivilDate, time: String) -> Diagnostic {
    let eve = date.adding(days: -1).weekday.name
    return Diagnostic(
      .earlyWindow,
      "this deadline is after midnight: \(date.weekday.name) \(time) ends the night that starts on \(eve)",
      at: range,
      notes: [
        "The first is \(date.weekday.name) \(date) \(time); for the night after, name the day that follows."
      ])
  }

  static func exceptedEvening(
    at range: SourceRange, date: CivilDate, last: CivilDate, end: Int, fix: Fix?
  ) -> Diagnostic {
    let (eve, next) = (date.adding(days: -1), last.adding(days: 1))
    return Diagnostic(
      .exceptedEvening,
      "this leaves out the night that starts on \(date), and not the morning of that day", at: range,
      notes: [
        "The night that starts on \(eve) goes on until \(date) \(TimeOfDay.text(end)).",
        "What is left out goes on until \(next) \(TimeOfDay.text(end)).",
        "If that morning is meant too, say the hours of both ends of the night, and the days behind a comma.",
      ], fixes: fix.map { [$0] } ?? [])
  }
}
