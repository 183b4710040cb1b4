// Test blocks.
extension Parser {
  mutating func parseTest(from start: Token) throws(SyntaxError) -> TestSyntax {
    let name = try requireBlockName("the test's name")
    let head = range(from: start)
    let open = try requireOpeningBrace()
    var test = TestSyntax(name: name, range: head)
    try block(openedBy: open) { parser throws(SyntaxError) in
      parser.readAsMeant(among: [.at, .from])
      if parser.current.kind == .keyword(.from) {
        test.scenarios.append(try parser.parseScenario())
      } else {
        _ = parser.at(.from)
        test.rows.append(try parser.parseRow())
      }
      try parser.endStatement()
    }
    return test
  }

  private mutating func parseRow() throws(SyntaxError) -> TestSyntax.Row {
    let start = try require(.at)
    let (days, minute) = try parseMoment()
    var row = TestSyntax.Row(
      days: days, minute: minute, assignments: [], pluggedIn: true,
      expected: ActionSyntax(
        kind: .action(.idle), limit: nil, limitRange: nil, target: nil, deadline: nil, then: [],
        kindRange: start.range, range: start.range),
      range: start.range)
    while take(.comma) {
      let start = current
      if take(.unplugged) {
        row.pluggedIn = false
      } else if take(.plugged) {
        try require(.in)
        row.pluggedIn = true
      } else if current.kind == .keyword(.every) {
        throw fail(.seriesBehindAt(at: current.range))
      } else if atGivenInput {
        row.inputs.append(try parseGivenInput())
      } else {
        readReadingAsMeant()
        let reading = try parseReading()
        let value = take(.unknown) ? nil : try parseQuantity("a value or `unknown`")
        row.assignments.append(.init(reading: reading, value: value, range: range(from: start)))
      }
    }
    if current.kind == .keyword(.for) { throw fail(.seriesBehindAt(at: current.range)) }
    try parseColonBeforeExpected()
    row.expected = try parseAction()
    row.range = range(from: start)
    return row
  }

  /// Moves past the `:` before the decision that is expected; one that is missing is reported and supplied.
  mutating func parseColonBeforeExpected() throws(SyntaxError) {
    if current.isActionStart {
      report(.missingColon(after: previous.range))
    } else {
      try require(.colon)
    }
  }

  /// `[DAY or DATE] TIME`.
  mutating func parseMoment() throws(SyntaxError) -> (TestCase.Row.Days, Int) {
    var days = TestCase.Row.Days.every
    readAsMeantDay()
    if case .date(let date) = current.kind {
      advance()
      days = .date(date)
    } else if case .keyword(let keyword) = current.kind, let weekday = keyword.weekday {
      advance()
      days = .weekday(weekday)
    } else if !current.isTime {
      expect("a day such as `Mon` or a date")
    }
    return (days, try parseTime(asEnd: false))
  }
}
