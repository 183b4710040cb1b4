// Scenarios of test blocks.
extension Checker {
  /// The longest time that a scenario may be about, in minutes.
  private static let longestScenario = 7 * 1440

  mutating func compile(_ syntax: ScenarioSyntax) -> TestScenario? {
    var scenario = TestScenario(days: syntax.days, minute: syntax.minute, range: syntax.range)
    var given: [Reading?: SourceRange] = [:]
    for series in syntax.series {
      if let first = given[series.reading] {
        report(.repeatedSetting(series.reading?.name ?? "plugged in", at: series.range, first: first))
      }
      given[series.reading] = series.range
      guard let compiled = compile(series) else { return nil }
      if let reading = series.reading {
        scenario.readings[reading] = compiled
      } else {
        scenario.plug = PlugSeries(compiled)
      }
    }
    guard let inputs = inputValues(syntax.inputs) else { return nil }
    scenario.inputs = inputs
    var previous = scenario.minute
    for expectation in syntax.expectations {
      guard let compiled = compile(expectation, of: scenario, after: previous) else { return nil }
      previous = compiled.start
      scenario.expectations.append(compiled)
    }
    return scenario
  }

  // MARK: Series

  private mutating func compile(_ syntax: ScenarioSyntax.Series) -> ReadingSeries? {
    var series = ReadingSeries()
    for (index, segment) in syntax.segments.enumerated() {
      var seconds: Int?
      if let length = segment.length {
        seconds = self.seconds(length, for: "how long a reading does something")
        if seconds == nil { return nil }
      } else if index + 1 < syntax.segments.count {
        // A change takes the value before it for its start.
        guard case .value = segment.kind, case .change = syntax.segments[index + 1].kind else {
          report(.segmentWithoutLength(at: segment.range))
          return nil
        }
        seconds = 0
      }
      guard let compiled = compile(segment.kind, of: syntax.reading, in: series) else { return nil }
      series.append(compiled, seconds: seconds)
      guard let last = series.last, let reading = syntax.reading else { continue }
      guard last >= reading.least, last <= reading.most else {
        report(.seriesOutOfRange(reading, reaches: last, at: segment.range))
        return nil
      }
    }
    return series
  }

  private mutating func compile(
    _ kind: ScenarioSyntax.Segment.Kind, of reading: Reading?, in series: ReadingSeries
  ) -> ReadingSeries.Segment? {
    switch (kind, reading) {
    case (.pluggedIn(let isPluggedIn), _): return .value(isPluggedIn ? 1 : 0)
    case (.unknown, _): return .unknown
    case (.stale, _): return .stale
    case (.value(let quantity), let reading?): return testValue(quantity, for: reading).map { .value($0) }
    case (.change(let period, let step), let reading?):
      guard let seconds = seconds(period, for: "the time between two changes") else { return nil }
      guard let change = readingQuantity(step, for: reading) else { return nil }
      guard series.last != nil else {
        report(.changeWithoutValue(at: step.range))
        return nil
      }
      return .change(by: change, every: seconds)
    // A car is connected or not; the parser gives it nothing else.
    case (.value, nil), (.change, nil): return nil
    }
  }

  // MARK: Expectations

  private mutating func compile(
    _ syntax: ScenarioSyntax.Expectation, of scenario: TestScenario, after previous: Int
  ) -> TestScenario.Expectation? {
    guard let decision = expectedDecision(syntax.expected),
      let start = minute(of: syntax, in: scenario, after: previous)
    else { return nil }
    var end: Int?
    if let clock = syntax.end {
      let untilEnd = (clock - syntax.minute + 1440) % 1440
      if untilEnd == 0, clock != 1440 {
        report(.emptyWindow(clock, at: syntax.timeRange))
        return nil
      }
      end = start + (untilEnd == 0 ? 1440 : untilEnd)
    }
    let expectation = TestScenario.Expectation(
      start: start, end: end, decision: decision, range: syntax.range)
    let most = scenario.length.map { $0 / 60 } ?? Self.longestScenario
    guard expectation.lastMinute - scenario.minute <= most + scenario.slack else {
      report(
        .expectationOutsideSeries(
          at: syntax.timeRange, series: scenario.range, seconds: scenario.length,
          end: TimeOfDay.text((scenario.minute + most) % 1440)))
      return nil
    }
    return expectation
  }

  /// When an expectation starts, as minutes since the midnight before the scenario: at the first such time that
  /// is not before the one that stands above it.
  private mutating func minute(
    of syntax: ScenarioSyntax.Expectation, in scenario: TestScenario, after previous: Int
  ) -> Int? {
    switch (syntax.days, scenario.days) {
    case (.every, _):
      let day = previous / 1440 * 1440 + syntax.minute
      return day < previous ? day + 1440 : day
    case (.weekday(let day), .weekday(let first)):
      return minute(syntax, on: day, from: first, after: previous)
    case (.weekday(let day), .date(let first)):
      return minute(syntax, on: day, from: first.weekday, after: previous)
    case (.date(let date), .date(let first)):
      let minute = (date.dayNumber - first.dayNumber) * 1440 + syntax.minute
      guard minute >= previous else {
        report(.expectationTooEarly(at: syntax.timeRange))
        return nil
      }
      return minute
    case (.weekday, .every), (.date, .every), (.date, .weekday):
      report(.expectationNamesDay(at: syntax.timeRange, scenario: scenario.range))
      return nil
    }
  }

  private func minute(
    _ syntax: ScenarioSyntax.Expectation, on day: Weekday, from first: Weekday, after previous: Int
  ) -> Int {
    let minute = (Int(day.rawValue) - Int(first.rawValue) + 7) % 7 * 1440 + syntax.minute
    return minute < previous ? minute + 7 * 1440 : minute
  }
}

extension TestScenario {
  /// By how many minutes the clock may be ahead of the series: on a date of its own clocks may go forward.
  fileprivate var slack: Int {
    if case .date = days { return 60 }
    return 0
  }
}

extension Reading {
  /// The least value that it can have, in its base unit.
  fileprivate var least: Double {
    switch self {
    case .soc, .home, .solar, .importing, .exporting, .chargedToday, .dischargedToday, .dischargedThisMonth,
      .cyclesThisYear, .solarAhead, .solarTomorrow, .homeAhead, .homeTomorrow:
      0
    case .grid, .importPrice, .exportPrice, .cheapestImportAhead, .dearestExportAhead, .importOverCheapest,
      .exportOverDearest:
      -.infinity
    }
  }

  /// The greatest value that it can have, in its base unit.
  fileprivate var most: Double { self == .soc ? 100 : .infinity }
}
