// What the checker says of scenarios.
extension Diagnostic {
  static func segmentWithoutLength(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .outsideScenario, "for how long is missing before what follows, as in `unknown for 10min`",
      at: SourceRange(file: range.file, start: range.end, end: range.end))
  }

  static func seriesOutOfRange(_ reading: Reading, reaches value: Double, at range: SourceRange) -> Diagnostic
  {
    // Beyond this nobody wants to read it digit by digit.
    let shown = Int(min(max(value, -1e12), 1e12).rounded())
    let isSoC = reading == .soc
    return outOfRange(
      "`\(reading.name)` would get to \(shown)\(isSoC ? "%; it is between 0% and 100%" : "W; it is never negative")",
      at: range)
  }

  static func expectationOutsideSeries(
    at range: SourceRange, series: SourceRange, seconds: Int?, end: String
  ) -> Diagnostic {
    Diagnostic(
      .outsideScenario,
      seconds == nil
        ? "this is more than a week after the scenario's start"
        : "this is behind the end of the scenario's series, at \(end)",
      at: range, labels: [Label(series, "the scenario")],
      notes: [
        "Times are in order: each is the first such time that is not before the one above it, on the next day if need be."
      ])
  }

  static func expectationTooEarly(at range: SourceRange) -> Diagnostic {
    Diagnostic(.outsideScenario, "this is before the time above it", at: range)
  }

  static func expectationNamesDay(at range: SourceRange, scenario: SourceRange) -> Diagnostic {
    Diagnostic(
      .outsideScenario, "a scenario that does not start on such a day knows no day here", at: range,
      labels: [Label(scenario, "it starts here")])
  }
}
