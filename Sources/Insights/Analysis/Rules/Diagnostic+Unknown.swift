import ScheduleLang

// What is said of an unknown SoC.
extension Diagnostic {
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
}
