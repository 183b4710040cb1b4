import ScheduleLang

/// Rows and scenarios that ask what another has asked.
struct RepeatedTestFindings: Findings {
  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    repeatedRows(analysed.tests) + repeatedScenarios(analysed.tests)
  }

  private func repeatedRows(_ tests: [TestCase]) -> [Diagnostic] {
    struct Question: Hashable {
      var days: TestCase.Row.Days
      var minute: Int
      var readings: [Reading: Double?]
      var pluggedIn: Bool
      var inputs: InputValues
    }
    var first: [Question: TestCase.Row] = [:]
    var found: [Diagnostic] = []
    for row in tests.flatMap(\.rows) {
      let question = Question(
        days: row.days, minute: row.minute, readings: row.readings, pluggedIn: row.pluggedIn,
        inputs: row.inputs)
      if let earlier = first[question] {
        found.append(
          .repeatedTest(at: row.range, first: earlier.range, agrees: earlier.expected == row.expected))
      } else {
        first[question] = row
      }
    }
    return found
  }

  private func repeatedScenarios(_ tests: [TestCase]) -> [Diagnostic] {
    struct Question: Hashable {
      var days: TestCase.Row.Days
      var minute: Int
      var readings: [Reading: ReadingSeries]
      var plug: PlugSeries?
      var inputs: InputValues
    }
    var first: [Question: TestScenario] = [:]
    var found: [Diagnostic] = []
    for scenario in tests.flatMap(\.scenarios) {
      let question = Question(
        days: scenario.days, minute: scenario.minute, readings: scenario.readings, plug: scenario.plug,
        inputs: scenario.inputs)
      if let earlier = first[question] {
        found.append(.repeatedScenario(at: scenario.range, first: earlier.range))
      } else {
        first[question] = scenario
      }
    }
    return found
  }
}

extension Diagnostic {
  static func repeatedTest(at range: SourceRange, first: SourceRange, agrees: Bool) -> Diagnostic {
    Diagnostic(
      .repeatedTest, agrees ? "this row repeats another" : "this row expects something else of the same case",
      at: range, labels: [Label(first, "the other row")])
  }

  static func repeatedScenario(at range: SourceRange, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .repeatedTest, "this scenario starts and goes on like another", at: range,
      labels: [Label(first, "the other scenario")], notes: ["One of them can expect what both do."])
  }
}
