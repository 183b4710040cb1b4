import Runtime
import ScheduleLang

/// What came of a file's tests, as text.
struct TestReportText {
  let report: TestReport
  let subject: ReportSubject
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
      + "\(DiagnosticText.escaped(path)): \(passed) of \(report.tests.count) tests passed, \(rows) rows\n"
  }

  private func notes(_ result: TestReport.Row) -> String {
    let place = subject.place(of: result.row.range).map { DiagnosticText.escaped($0.description) } ?? ""
    let expected = subject.text(result.row.expected)
    switch result.verdict {
    case .passed: return ""
    case .passedAsApplied(let wanted):
      return
        "  \(place): note: the schedule decides \(subject.text(wanted)), of which the charger's SoC "
        + "range leaves \(expected)\n"
    case .neverOccurs:
      return "  \(place): the time never occurs: a change of clocks skips it\n"
    case .failed(let explanation):
      let local = explanation.moment.local
      let got = subject.text(explanation.outcome.decision)
      let trace = ExplanationText(explanation: explanation, subject: subject).trace
      return "  \(place): expected \(expected), got \(got), first on \(local.date.weekday.name) \(local)\n"
        + trace.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
  }

  private func paint(_ text: String, _ colour: Int) -> String {
    coloured ? "\u{1B}[\(colour)m\(text)\u{1B}[0m" : text
  }
}
