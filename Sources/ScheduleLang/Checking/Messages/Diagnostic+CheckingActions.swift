// The checker's messages about actions and rules.
extension Diagnostic {
  // MARK: Actions

  static func limitOutsideCharger(
    _ whole: Double, _ unit: Quantity.Unit, range: ClosedRange<Int>, voltage: Volts, at place: SourceRange,
    charger: SourceRange?
  ) -> Diagnostic {
    let converted = unit == .watts && abs(whole) < 1e6 ? " (\(Int(whole))A at \(Int(voltage.value))V)" : ""
    return Diagnostic(
      .limitOutsideCharger,
      "this limit\(converted) is outside the charger's \(range.lowerBound)A..\(range.upperBound)A", at: place,
      labels: charger.map { [Label($0, "the charger")] } ?? [])
  }

  static func chargerOnlyCharges(_ kind: ActionKind, at range: SourceRange, charger: SourceRange?)
    -> Diagnostic
  {
    Diagnostic(
      .chargerOnlyCharges, "`\(kind.name)` discharges, which the site's charger cannot do", at: range,
      labels: charger.map { [Label($0, "the charger, with `direction charge only`")] } ?? [],
      fixes: kind == .followBoth
        ? [.replace(range, by: "S2V", title: "write `S2V`", isCertain: false)] : [])
  }

  static func exportForbidden(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .powerlessRule, "the site's export limit of 0W leaves of this what the house takes, as of `V2H`",
      at: range)
  }

  static func importForbidden(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .powerlessRule, "the site's import limit of 0W leaves of this what the sun gives, as of `S2V`",
      at: range)
  }

  static func fractionalCurrent(at range: SourceRange) -> Diagnostic {
    Diagnostic(.outOfRange, "currents are whole amperes", at: range)
  }

  static func limitNotAllowed(_ action: String, allowed: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.limitNotAllowed, "`\(action)` takes \(allowed)", at: range)
  }

  static func targetNotAllowed(_ action: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .targetNotAllowed, "`\(action)` has no target: it does not move the state of charge one way", at: range)
  }

  static func secondTarget(at range: SourceRange) -> Diagnostic {
    Diagnostic(.targetNotAllowed, "the named action already says this", at: range)
  }

  static func vainThen(at range: SourceRange) -> Diagnostic {
    Diagnostic(.unreachableRule, "this never acts: what comes before it goes as far, or farther", at: range)
  }

  static func thenWithoutTarget(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .targetNotAllowed, "`then` needs a target before it, as in `charge to 60% then S2V`", at: range)
  }

  static func targetInTest(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .targetNotAllowed, "a test expects what is decided at one moment, without `to` or `then`", at: range)
  }

  static func targetInProof(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .targetNotAllowed, "a proof is about single decisions, without `to`, `by` or `then`", at: range)
  }

  static func floorImports(_ amperes: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(.floorOutranksPromise, "with less sun than \(amperes)A this imports the rest", at: range)
  }

  static func floorExports(_ amperes: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .floorOutranksPromise, "where the house takes less than \(amperes)A this exports the rest", at: range)
  }

  // MARK: Rules

  static func ruleAfterOtherwise(at range: SourceRange, otherwise: SourceRange) -> Diagnostic {
    Diagnostic(
      .ruleAfterOtherwise, "no rule can follow `otherwise` in its block", at: range,
      labels: [Label(otherwise, "this already takes everything that is left")])
  }

  static func clauseInBlock(_ clause: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "`\(clause)` stands at the top of a schedule, not inside a block", at: range,
      notes: clause == "never" ? ["Give it guards of its own: `never discharge, during 16:00-19:00`."] : [])
  }
}
