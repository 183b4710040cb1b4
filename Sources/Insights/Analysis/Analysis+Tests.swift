import ScheduleLang

extension Analysis {
  /// Rows that ask what another row has asked.
  func repeatedTests() -> [Diagnostic] {
    struct Question: Hashable {
      var days: TestCase.Row.Days
      var minute: Int
      var readings: [Reading: Double?]
      var pluggedIn: Bool
    }
    var first: [Question: TestCase.Row] = [:]
    var found: [Diagnostic] = []
    for row in tests.flatMap(\.rows) {
      let question = Question(
        days: row.days, minute: row.minute, readings: row.readings, pluggedIn: row.pluggedIn)
      if let earlier = first[question] {
        found.append(
          .repeatedTest(at: row.range, first: earlier.range, agrees: earlier.expected == row.expected))
      } else {
        first[question] = row
      }
    }
    return found + repeatedScenarios()
  }

  private func repeatedScenarios() -> [Diagnostic] {
    struct Question: Hashable {
      var days: TestCase.Row.Days
      var minute: Int
      var readings: [Reading: ReadingSeries]
      var plug: ReadingSeries?
    }
    var first: [Question: TestScenario] = [:]
    var found: [Diagnostic] = []
    for scenario in tests.flatMap(\.scenarios) {
      let question = Question(
        days: scenario.days, minute: scenario.minute, readings: scenario.readings, plug: scenario.plug)
      if let earlier = first[question] {
        found.append(.repeatedScenario(at: scenario.range, first: earlier.range))
      } else {
        first[question] = scenario
      }
    }
    return found
  }
}
