// Test blocks.
extension Checker {
  mutating func compileTest(_ syntax: TestSyntax) -> TestCase {
    var test = TestCase(name: syntax.name.text, rows: [], range: syntax.range)
    for row in syntax.rows {
      if let compiled = compile(row) { test.rows.append(compiled) }
    }
    for scenario in syntax.scenarios {
      if let compiled = compile(scenario) { test.scenarios.append(compiled) }
    }
    return test
  }

  private mutating func compile(_ row: TestSyntax.Row) -> TestCase.Row? {
    guard let expected = expectedDecision(row.expected) else { return nil }
    var readings: [Reading: Double?] = [:]
    var given: [Reading: SourceRange] = [:]
    for assignment in row.assignments {
      if let first = given[assignment.reading] {
        report(.repeatedSetting(assignment.reading.name, at: assignment.range, first: first))
      }
      given[assignment.reading] = assignment.range
      guard let value = assignment.value else {
        readings[assignment.reading] = .some(nil)
        continue
      }
      guard let number = testValue(value, for: assignment.reading) else { return nil }
      readings[assignment.reading] = .some(assignment.reading == .soc ? number.rounded(.down) : number)
    }
    guard let inputs = inputValues(row.inputs) else { return nil }
    var compiled = TestCase.Row(
      days: row.days, minute: row.minute, readings: readings, pluggedIn: row.pluggedIn,
      expected: expected, range: row.range)
    compiled.inputs = inputs
    return compiled
  }

  /// The decision that a row or a scenario expects.
  mutating func expectedDecision(_ syntax: ActionSyntax) -> Decision? {
    guard syntax.target == nil, syntax.then.isEmpty else {
      report(.targetInTest(at: syntax.range))
      return nil
    }
    guard let expected = action(syntax) else { return nil }
    if expected.optimisation != nil {
      report(.undecided("a test expects", at: syntax.range))
      return nil
    }
    guard expected.target == nil else {
      report(.targetInTest(at: syntax.range))
      return nil
    }
    return expected.decision
  }

  /// What a test gives for `reading`, in its base unit.
  mutating func testValue(_ syntax: QuantitySyntax, for reading: Reading) -> Double? {
    if reading == .soc { return percent(syntax, for: "a state of charge") }
    guard let value = readingQuantity(syntax, for: reading) else { return nil }
    guard
      !([.home, .solar, .importing, .exporting, .solarAhead, .solarTomorrow, .homeAhead, .homeTomorrow]
        .contains(reading) || reading.isCounter) || value >= 0
    else {
      report(.outOfRange("`\(reading.name)` is never negative", at: syntax.range))
      return nil
    }
    return value
  }

  /// A quantity in the base unit of `reading`.
  mutating func readingQuantity(_ syntax: QuantitySyntax, for reading: Reading) -> Double? {
    switch reading {
    case .soc: value(syntax, in: [.percent], for: "a state of charge", example: "80%")?.value
    case .importPrice, .exportPrice, .cheapestImportAhead, .dearestExportAhead, .importOverCheapest,
      .exportOverDearest:
      value(syntax, in: [.pence, .cents], for: "a price per kWh", example: "10p")?.value
    case .home, .solar, .importing, .exporting, .grid:
      value(syntax, in: [.watts], for: "`\(reading.name)`", example: "600W")?.value
    case .chargedToday, .dischargedToday, .dischargedThisMonth, .solarAhead, .solarTomorrow, .homeAhead,
      .homeTomorrow:
      value(syntax, in: [.wattHours], for: "`\(reading.name)`", example: "20kWh")?.value
    case .cyclesThisYear: value(syntax, in: [.none], for: "`\(reading.name)`", example: "100")?.value
    }
  }
}
