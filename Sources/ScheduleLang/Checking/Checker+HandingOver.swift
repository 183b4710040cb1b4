// What a charger cannot do that is to be handed over.
extension Checker {
  /// Says of an action that hands over a charger whose description knows no way to return control, that it is only left alone.
  mutating func noteMissingRelease(_ action: Action, at range: SourceRange) {
    guard action.parts.contains(where: { $0.decision.action == .handOver }),
      let description = site.charger.description, description.charger?.control == nil
    else { return }
    report(.withoutRelease(description.name, at: range))
  }
}

extension Diagnostic {
  static func withoutRelease(_ charger: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .withoutRelease,
      "`\(charger)` has no register that returns control: `hand over` stops it and tells it nothing more",
      at: range,
      notes: [
        "Try whether its own app can charge then: its set-point of 0, and its time-out, may stay in force."
      ])
  }
}
