import Insights
import Runtime
import ScheduleLang

/// What came of a file's tests, as text.
struct TestReportText {
  let report: TestReport
  let subject: HomeSchedule
  let path: String
  let coloured: Bool

  /// A line for each test, more for rows that fail, and a sum.
  var text: String {
    var text = ""
    for test in report.tests {
      text +=
        "\(test.isPassed ? paint("passed", 32) : paint("FAILED", 31)) \(DiagnosticText.escaped(test.name))\n"
      for row in test.rows { text += notes(row) }
    }
    let passed = report.tests.filter(\.isPassed).count
    let rows = report.tests.reduce(0) { $0 + $1.rows.count }
    return text
      + "\(DiagnosticText.escaped(path)): \(passed) of \(report.tests.count) tests passed, \(rows) \(rows == 1 ? "row" : "rows")\n"
  }

  private func notes(_ result: TestReport.Row) -> String {
    guard let problem = TestProblem(result, of: subject) else { return "" }
    return "  \(problem.place): \(problem.message)\n"
      + problem.trace.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  private func paint(_ text: String, _ colour: Int) -> String {
    coloured ? "\u{1B}[\(colour)m\(text)\u{1B}[0m" : text
  }
}
