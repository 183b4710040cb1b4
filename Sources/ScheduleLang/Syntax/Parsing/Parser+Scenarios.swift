// Scenarios of test blocks.
extension Parser {
  mutating func parseScenario() throws(SyntaxError) -> ScenarioSyntax {
    let start = try require(.from)
    var scenario: ScenarioSyntax?
    do {
      let (days, minute) = try parseMoment()
      var head = ScenarioSyntax(days: days, minute: minute, range: start.range)
      while take(.comma) {
        if atGivenInput {
          head.inputs.append(try parseGivenInput())
        } else {
          try parseSegment(into: &head.series)
        }
      }
      head.range = range(from: start)
      try parseColonBeforeExpectations()
      scenario = head
    } catch {
      // What is expected belongs to the scenario all the same, lest it be read as rows.
      skipStatement()
    }
    var isFirst = scenario != nil
    while isFirst || startsExpectation {
      isFirst = false
      skipNewlines()
      do {
        let expectation = try parseExpectation()
        scenario?.expectations.append(expectation)
        try endStatement()
      } catch {
        skipStatement()
      }
    }
    guard let scenario, !scenario.expectations.isEmpty else { throw SyntaxError() }
    return scenario
  }

  // MARK: Series

  private mutating func parseSegment(into series: inout [ScenarioSyntax.Series]) throws(SyntaxError) {
    if current.isWord, ["each", "per"].contains(word(of: current).key) {
      report(
        .foreignKeyword(
          answer: "a change starts with `every`", replacement: "every", isCertain: true, at: current.range))
      readCurrent(as: .keyword(.every))
    }
    let start = current
    if at(.plugged) || at(.unplugged) {
      let isPluggedIn = current.kind == .keyword(.plugged)
      advance()
      if isPluggedIn { try require(.in) }
      if series.last.map({ $0.reading != nil }) ?? true {
        series.append(.init(reading: nil, segments: [], range: start.range))
      }
      try addSegment(.pluggedIn(isPluggedIn), to: &series, from: start)
    } else if let last = series.last, last.reading != nil, continuesSeries {
      try addSegment(try parseSegmentKind(), to: &series, from: start)
    } else {
      readReadingAsMeant()
      let reading = try parseReading()
      series.append(.init(reading: reading, segments: [], range: start.range))
      if current.kind == .keyword(.every) { throw fail(.changeWithoutValue(at: current.range)) }
      try addSegment(try parseSegmentKind(), to: &series, from: start)
    }
  }

  /// Whether what stands here goes on with the reading before it.
  private var continuesSeries: Bool {
    switch current.kind {
    case .keyword(.every), .keyword(.unknown), .quantity, .minus: return true
    // A name that a value follows is a misspelt reading.
    case .name:
      let next = peek()
      return
        !(next.isQuantity || next.kind == .minus || next.kind == .name || next.kind == .keyword(.unknown))
    default: return false
    }
  }

  private mutating func parseSegmentKind() throws(SyntaxError) -> ScenarioSyntax.Segment.Kind {
    if take(.every) {
      let period = try parseQuantity("a duration")
      if current.kind == .plus { report(.signOfRise(at: advance().range)) }
      return .change(every: period, by: try parseQuantity("a change such as `-0.3%`"))
    }
    if take(.unknown) { return .unknown }
    if takeWord("stale") { return .stale }
    return .value(try parseQuantity("a value"))
  }

  private mutating func addSegment(
    _ kind: ScenarioSyntax.Segment.Kind, to series: inout [ScenarioSyntax.Series], from start: Token
  ) throws(SyntaxError) {
    let length = take(.for) ? try parseQuantity("a duration") : nil
    if case .change = kind, length == nil { throw fail(.changeWithoutLength(after: previous.range)) }
    let index = series.count - 1
    series[index].segments.append(.init(kind: kind, length: length, range: range(from: start)))
    series[index].range = series[index].range.union(range(from: start))
  }

  // MARK: Expectations

  /// Moves past the `:` behind the series; one that is missing is reported and supplied.
  private mutating func parseColonBeforeExpectations() throws(SyntaxError) {
    _ = at(.comma)
    if current.kind == .newline || current.kind == .keyword(.at) {
      report(.missingColonBeforeExpectations(after: previous.range))
      skipNewlines()
    } else if current.kind == .leftBrace {
      throw fail(.braceBeforeExpectations(at: current.range))
    } else {
      try require(.colon)
    }
    if current.kind == .leftBrace { throw fail(.braceBeforeExpectations(at: current.range)) }
    _ = at(.at)
    if current.kind != .keyword(.at) { throw unexpected() }
  }

  /// Whether an expectation follows on one of the next lines: a row that gives no readings.
  private var startsExpectation: Bool {
    var ahead = 0
    while peek(ahead).kind == .newline { ahead += 1 }
    guard ahead > 0, peek(ahead).kind == .keyword(.at) else { return false }
    if !peek(ahead + 1).isTime { ahead += 1 }
    return peek(ahead + 1).isTime && peek(ahead + 2).kind != .comma
  }

  private mutating func parseExpectation() throws(SyntaxError) -> ScenarioSyntax.Expectation {
    let start = try require(.at)
    let first = current
    let (days, minute) = try parseMoment()
    let end = take(.minus) ? try parseTime(asEnd: true) : nil
    let times = range(from: first)
    if current.kind == .comma { throw fail(.readingsInExpectation(at: current.range)) }
    try parseColonBeforeExpected()
    let expected = try parseAction()
    return ScenarioSyntax.Expectation(
      days: days, minute: minute, end: end, expected: expected, timeRange: times, range: range(from: start))
  }
}
