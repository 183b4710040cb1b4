// What the parser says of scenarios.
extension Diagnostic {
  static func seriesBehindAt(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a row is about one moment; readings that change stand behind `from`", at: range,
      notes: [
        "A scenario reads `from Mon 15:00, soc 60%, every 1min -0.3% for 3h:` and then `at 16:00: V2G`."
      ])
  }

  static func changeWithoutValue(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a value to start from is missing, as in `soc 60%, every 1min -0.3% for 3h`",
      at: range)
  }

  static func changeWithoutLength(after range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "for how long is missing, as in `every 1min -0.3% for 3h`",
      at: SourceRange(file: range.file, start: range.end, end: range.end))
  }

  static func signOfRise(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a rise stands without a sign", at: range,
      fixes: [.replace(range, by: "", title: "remove the `+`")])
  }

  static func missingColonBeforeExpectations(after range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingColon, "a `:` belongs before what is expected",
      at: SourceRange(file: range.file, start: range.end, end: range.end),
      fixes: [.insert(":", at: range.end, file: range.file, title: "insert `:`")])
  }

  static func braceBeforeExpectations(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "what is expected follows behind `:`, one time a line, without braces", at: range)
  }

  static func readingsInExpectation(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "readings stand in the head of a scenario, behind `from`", at: range)
  }
}
