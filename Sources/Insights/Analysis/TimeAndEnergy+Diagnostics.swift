import ScheduleLang

// Every message of the analyses on time and energy.
extension Diagnostic {
  // MARK: Time

  static func swallowedWindow(_ dates: [CivilDate], at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .swallowedWindow, "a change of clocks swallows this window on \(list(dates))", at: range,
      notes: ["On that day these minutes do not occur."])
  }

  static func doubledWindow(_ dates: [CivilDate], at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .doubledWindow, "a change of clocks makes this window come twice on \(list(dates))", at: range,
      notes: ["On that day these minutes occur two times, and count both times."])
  }

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

  // MARK: Targets

  static func targetOutsideCharger(
    _ target: Double, end: Int, rises: Bool, isLast: Bool, at range: SourceRange, charger: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .targetOutsideCharger,
      "the charger \(rises ? "charges" : "discharges") only to \(end)%, so that \(QuantityText.number(target))% is never reached",
      at: range, labels: charger.map { [Label($0, "its SoC range ends at \(end)%")] } ?? [],
      notes: [
        isLast
          ? "The rule goes on to decide, with nothing left to do." : "What is to follow then never comes."
      ])
  }

  static func targetBelowReserve(
    _ target: Double, reserve: Double, at range: SourceRange, clause: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .targetOutsideCharger,
      "the reserve ends discharging at \(QuantityText.number(reserve))%, so that \(QuantityText.number(target))% is never reached",
      at: range, labels: clause.map { [Label($0, "the reserve")] } ?? [])
  }

  static func unreachedTarget(_ target: Double, lastSoC: Int, rises: Bool, at range: SourceRange)
    -> Diagnostic
  {
    Diagnostic(
      .unreachedTarget,
      "this rule ends before its target: it applies \(rises ? "up" : "down") to \(lastSoC)% only", at: range,
      notes: [
        "Its condition is asked at every minute, not just at the start: once it fails the rule is over, short of \(QuantityText.number(target))%."
      ])
  }

  static func impossibleTarget(_ reach: DeadlineReach, from soc: Double, at range: SourceRange) -> Diagnostic
  {
    Diagnostic(
      .impossibleTarget, "this deadline can never be met", at: range,
      notes: reach.minutes == 0
        ? ["The guards leave it no minute."]
        : [
          reach.arithmetic,
          "From \(QuantityText.number(soc))% to \(QuantityText.number(reach.target))% it takes more, even without losses.",
        ])
  }

  static func tightDeadline(_ reach: DeadlineReach, from soc: Int?, rises: Bool, at range: SourceRange)
    -> Diagnostic
  {
    Diagnostic(
      .tightDeadline,
      soc.map {
        "the guards leave too few minutes: the deadline can be met from \($0)% \(rises ? "up" : "down") only"
      }
        ?? "the guards leave too few minutes for this deadline, whatever the SoC", at: range,
      notes: [reach.arithmetic, "Losses are on top of that."])
  }

  static func shortDay(
    _ reach: DeadlineReach, on day: CivilDate, from soc: Int?, rises: Bool, at range: SourceRange,
    days: SourceRange?
  ) -> Diagnostic {
    let when = "on \(day.weekday.name) \(day) the guards leave this deadline \(reach.minutes) min only"
    return Diagnostic(
      .tightDeadline,
      when + (soc.map { ": it can be met from \($0)% \(rises ? "up" : "down")" } ?? ", whatever the SoC"),
      at: range, labels: days.map { [Label($0, "on the day before they do not hold")] } ?? [],
      notes: [
        reach.arithmetic,
        "Days behind the deadline leave it the night before: `by 07:00 on Mon-Wed` instead of `on Mon-Wed: …`.",
      ])
  }

  // MARK: Reserves

  static func reserveGap(
    from first: CivilDate, to last: CivilDate, at range: SourceRange, others: [SourceRange]
  )
    -> Diagnostic
  {
    Diagnostic(
      .reserveGap, "these clauses leave a hole in the year: none holds from \(first) to \(last)", at: range,
      labels: others.map { Label($0, "another part of the year") })
  }

  private static func list(_ dates: [CivilDate]) -> String {
    dates.map(\.description).joined(separator: ", ")
  }
}
