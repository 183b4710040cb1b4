// Test blocks.
extension Checker {
  mutating func compileTest(_ syntax: TestSyntax) -> TestCase {
    var test = TestCase(name: syntax.name.text, rows: [], range: syntax.range)
    for row in syntax.rows {
      if let compiled = compile(row) { test.rows.append(compiled) }
    }
    return test
  }

  private mutating func compile(_ row: TestSyntax.Row) -> TestCase.Row? {
    guard row.expected.target == nil, row.expected.then.isEmpty else {
      report(.targetInTest(at: row.expected.range))
      return nil
    }
    guard let expected = action(row.expected) else { return nil }
    guard expected.target == nil else {
      report(.targetInTest(at: row.expected.range))
      return nil
    }
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
      readings[assignment.reading] = .some(number)
    }
    return TestCase.Row(
      days: row.days, minute: row.minute, readings: readings, pluggedIn: row.pluggedIn,
      expected: expected.decision,
      range: row.range)
  }

  private mutating func testValue(_ syntax: QuantitySyntax, for reading: Reading) -> Double? {
    switch reading {
    case .soc: return percent(syntax, for: "a state of charge")?.rounded(.down)
    case .importPrice, .exportPrice:
      return value(syntax, in: [.pence, .cents], for: "a price per kWh", example: "10p")?.value
    case .home, .solar, .importing, .exporting, .grid:
      guard let watts = value(syntax, in: [.watts], for: "`\(reading.name)`", example: "600W")?.value else {
        return nil
      }
      guard reading == .grid || watts >= 0 else {
        report(.outOfRange("`\(reading.name)` is never negative", at: syntax.range))
        return nil
      }
      return watts
    }
  }
}
