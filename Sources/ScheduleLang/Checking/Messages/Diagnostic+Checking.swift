// The checker's messages about files, units and devices; the others stand beside it by their subject.
extension Diagnostic {
  // MARK: Files

  static func useCycle(at range: SourceRange, first: SourceRange?, path: String) -> Diagnostic {
    Diagnostic(
      .useCycle, "using `\(DiagnosticText.escaped(path))` here closes a circle", at: range,
      labels: first.map { [Label($0, "the circle starts here")] } ?? [])
  }

  static func unusableFile(_ path: String, reason: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.unusableFile, "`\(DiagnosticText.escaped(path))` cannot be used: \(reason)", at: range)
  }

  // MARK: Units and ranges

  static func missingUnit(
    _ purpose: String, example: String, choices: [UnitChoice], at range: SourceRange
  ) -> Diagnostic {
    let question = choices.count == 1 && !choices[0].isCertain ? "; did you mean `\(choices[0].text)`?" : ""
    return Diagnostic(
      .missingUnit, "\(purpose) needs a unit, as in `\(example)`" + question, at: range,
      notes: choices.count > 1
        ? ["It may be \(ParserText.list(choices.map(\.described))): which of them is yours to say."] : [],
      fixes: choices.map {
        .replace(range, by: $0.text, title: "write `\($0.text)`", isCertain: $0.isCertain)
      })
  }

  static func wrongUnit(_ purpose: String, found: Quantity.Unit, example: String, at range: SourceRange)
    -> Diagnostic
  {
    Diagnostic(.unlikeUnits, "\(purpose) is written as in `\(example)`, but this is \(found.noun)", at: range)
  }

  static func unlikeUnits(
    _ reading: Reading, _ unit: Quantity.Unit, _ found: Quantity.Unit, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .unlikeUnits, "`\(reading.name)` is \(unit.noun) and cannot be compared with \(found.noun)", at: range)
  }

  static func mixedMoney(at range: SourceRange, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .mixedMoney, "a program counts in one money unit, pence or cents", at: range,
      labels: [Label(first, "the other unit is used here")])
  }

  static func outOfRange(_ message: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.outOfRange, message, at: range)
  }

  static func emptyRange(_ message: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.emptyRange, message, at: range)
  }

  // MARK: Devices

  static func missingSettings(_ keys: [String], of driver: String, at range: SourceRange) -> Diagnostic {
    let list = keys.map { "`\($0)`" }
    let last = list.count > 1 ? " and " + (list.last ?? "") : ""
    let names = (list.count > 1 ? list.dropLast().joined(separator: ", ") : list.joined()) + last
    return Diagnostic(.missingSetting, "`\(driver)` needs \(names)", at: range)
  }

  static func literalSecret(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .literalSecret, "this secret can be read by everybody who sees the file", at: range,
      notes: ["Write `env \"NAME\"` or `file \"path\"` instead."])
  }

  static func unsuppliedReading(_ reading: Reading, reason: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.unsuppliedReading, "`\(reading.name)` is always unknown: \(reason)", at: range)
  }

  static func missingBattery(for what: String = "a deadline", at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingBattery, "\(what) needs to know the car's battery", at: range,
      notes: ["Add a line such as `battery 52kWh` to the site."])
  }
}
