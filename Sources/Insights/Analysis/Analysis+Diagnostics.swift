import ScheduleLang

// Every message of the analyses but those on time and energy.
extension Diagnostic {
  // MARK: Reachability

  static func uncoveredTime(_ lines: [String], at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .uncoveredTime, "no rule applies \(lines.first ?? "at times"), so that the charger idles", at: range,
      notes: lines.dropFirst().prefix(4).map { "Nor does one \($0)." }
        + (lines.count > 5 ? ["Nor does one at \(lines.count - 5) further times."] : [])
        + ["End the schedule with `otherwise: idle` if that is meant."])
  }

  static func sometimesUncovered(_ example: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .uncoveredTime, "no rule applies at \(example), so that the charger idles", at: range,
      notes: ["End the schedule with `otherwise: idle` if that is meant."])
  }

  static func unreachableRule(at range: SourceRange, coveredBy rules: [SourceRange], example: String?)
    -> Diagnostic
  {
    var notes: [String] = []
    if rules.count > 3 {
      notes.append(
        rules.count == 4
          ? "One more rule takes a share of it." : "\(rules.count - 3) more rules take a share of it.")
    }
    if let example { notes.append("At \(example), for instance, an earlier rule decides.") }
    return Diagnostic(
      .unreachableRule,
      "this rule never decides: \(rules.count == 1 ? "an earlier one takes" : "earlier ones take") every case",
      at: range,
      labels: rules.prefix(3).map {
        Label($0, rules.count == 1 ? "this rule covers it" : "this rule covers a part of it")
      }, notes: notes)
  }

  static func contradictoryRule(at range: SourceRange, guards: [SourceRange]) -> Diagnostic {
    Diagnostic(
      .unreachableRule, "this rule never decides: its guards never hold together", at: range,
      labels: guards.map { Label($0, "this must hold") })
  }

  static func powerlessRule(
    at range: SourceRange, clauses: [SourceRange], charger: SourceRange, socRange: ClosedRange<Int>,
    socs: SoCSet,
    sources: Int
  ) -> Diagnostic {
    var labels = clauses.map { Label($0, "this takes it away") }
    var notes: [String] = []
    if clauses.isEmpty, charger.file < sources {
      labels.append(Label(charger, "its SoC range is \(socRange.lowerBound)%..\(socRange.upperBound)%"))
    }
    if clauses.isEmpty {
      notes.append(
        "The charger does not charge at \(socRange.upperBound)% or above, nor discharge at \(socRange.lowerBound)% or below; the rule is for \(socs)."
      )
    }
    return Diagnostic(
      .powerlessRule, "wherever this rule decides, nothing is left of what it wants", at: range,
      labels: labels,
      notes: notes)
  }

  static func pastRule(at range: SourceRange, isClause: Bool) -> Diagnostic {
    let what = isClause ? "clause" : "rule"
    return Diagnostic(.pastRule, "all dates of this \(what) are past: it never applies again", at: range)
  }

  // MARK: Unknown SoC

  static func unansweredUnknown(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unansweredUnknown,
      "while the SoC is unknown the charger always idles, so that it may never become known",
      at: range,
      notes: [
        "Many chargers read the SoC only while power flows: add a rule such as `when soc unknown: charge at 3A`."
      ])
  }

  static func unknownThroughout(at range: SourceRange, others: [SourceRange], example: String) -> Diagnostic {
    Diagnostic(
      .unansweredUnknown,
      "while the SoC is unknown nothing is sure to charge in all the time of this rule, so that it may stay unknown",
      at: range, labels: others.prefix(3).map { Label($0, "nor in the time of this one") },
      notes: [
        "At \(example), for instance. Many chargers read the SoC only while power flows: put a rule such as `when soc unknown: charge at 3A` first."
      ])
  }

  static func unguardedUnknown(at range: SourceRange, taker: SourceRange, example: String) -> Diagnostic {
    Diagnostic(
      .unguardedUnknown, "with the SoC unknown this rule does not apply, and a later one discharges",
      at: range,
      labels: [Label(taker, "this one decides at \(example)")],
      notes: ["Say before what to do `when soc unknown`, or keep a `reserve`."])
  }

  // MARK: Targets

  static func overrunTarget(
    _ target: Double, at range: SourceRange, taker: SourceRange, goesOn: Bool, decision: String,
    rises: Bool, hasDeadline: Bool, example: String
  ) -> Diagnostic {
    let percent = QuantityText.number(target) + "%"
    let direction = rises ? "charging" : "discharging"
    return Diagnostic(
      .overrunTarget,
      goesOn
        ? "at \(percent) a later rule goes on \(direction)"
        : "at \(percent) a later rule may turn back, after which this one starts again", at: range,
      labels: [Label(taker, "this one decides `\(decision)` at \(example)")],
      notes: [
        hasDeadline
          ? "`then` would decide on all days and at all times, not only before the deadline: let the later rule end at "
            + "\(percent), or accept this with `allow overrun-target`."
          : "`then` says what follows, as in `to \(percent) then idle`."
      ])
  }

  static func oscillation(
    between lower: Int, and upper: Int, charging: SourceRange, discharging: SourceRange, example: String
  ) -> Diagnostic {
    Diagnostic(
      .oscillation, "around \(upper)% the charger is sent back and forth", at: charging,
      labels: [Label(discharging, "this one discharges at \(upper)%, down to where the other charges")],
      notes: [
        "At \(example), this rule charges; one percent above, the other discharges again.",
        "Leave a gap between the two, or add a clause such as `hysteresis 3%`.",
      ])
  }

  // MARK: Proofs and tests

  static func failedProof(
    at range: SourceRange, rule: SourceRange?, decision: String, isCertain: Bool, example: String
  ) -> Diagnostic {
    Diagnostic(
      .failedProof,
      "this does not hold: at \(example), `\(decision)` \(isCertain ? "is" : "can be") decided",
      at: range, labels: rule.map { [Label($0, "by this rule")] } ?? [],
      notes: rule == nil ? ["No rule applies there."] : [])
  }

  static func repeatedTest(at range: SourceRange, first: SourceRange, agrees: Bool) -> Diagnostic {
    Diagnostic(
      .repeatedTest, agrees ? "this row repeats another" : "this row expects something else of the same case",
      at: range, labels: [Label(first, "the other row")])
  }

  static func repeatedScenario(at range: SourceRange, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .repeatedTest, "this scenario starts and goes on like another", at: range,
      labels: [Label(first, "the other scenario")], notes: ["One of them can expect what both do."])
  }
}
