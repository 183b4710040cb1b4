import ScheduleLang

// What is said of targets that are not reached.
extension Diagnostic {
  /// - Parameter consequence: what comes of it, as a sentence; nil where nothing more does.
  static func targetOutsideCharger(
    _ target: Double, end: Int, rises: Bool, consequence: String?, at range: SourceRange,
    charger: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .targetOutsideCharger,
      "the charger \(rises ? "charges" : "discharges") only to \(end)%, so that \(QuantityText.number(target))% is never reached",
      at: range, labels: charger.map { [Label($0, "its SoC range ends at \(end)%")] } ?? [],
      notes: consequence.map { [$0] } ?? [])
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
}
