import ScheduleLang

// What is said of rules that never decide.
extension Diagnostic {
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

  static func pastDeadline(at range: SourceRange) -> Diagnostic {
    Diagnostic(.pastRule, "the deadline of this rule is past: it never applies again", at: range)
  }

  static func pastTarget(at range: SourceRange) -> Diagnostic {
    Diagnostic(.pastRule, "a target of this rule is past: nothing is charged for it any more", at: range)
  }
}
