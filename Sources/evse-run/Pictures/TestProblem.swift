import Insights
import Runtime
import ScheduleLang

/// What there is to say of a row of a test that does not simply hold.
struct TestProblem {
  /// Where the row is written, as `flux.evs:12`.
  let place: String
  /// What is wrong, in a line.
  let message: String
  /// What was evaluated around it and why, a line each; empty where the row holds all the same.
  let trace: String

  /// Nil where the row holds.
  init?(_ result: TestReport.Row, of subject: HomeSchedule) {
    place = subject.place(of: result.range).map { DiagnosticText.escaped($0.description) } ?? ""
    let expected = subject.text(result.expected)
    switch result.verdict {
    case .passed: return nil
    case .passedAsApplied(let wanted):
      message =
        "note: the schedule decides \(subject.text(wanted)), of which \(subject.site.meter == nil ? "the charger's SoC range or the missing meter" : "the charger's SoC range") leaves \(expected)"
      trace = ""
    case .neverOccurs:
      message = "the time never occurs: a change of clocks skips it"
      trace = ""
    case .failed(let failure):
      let explanation = failure.explanation
      let got = subject.text(explanation.outcome.decision)
      let start = failure.start.map { ", from \(TestProblem.text($0.local))" } ?? ""
      message =
        "expected \(expected), got \(got), first on \(TestProblem.text(explanation.moment.local))\(start)"
      trace =
        TestProblem.course(of: failure, subject)
        + ExplanationText(explanation: explanation, subject: subject).trace
    }
  }

  /// The evaluations around the failing one, which is marked.
  private static func course(of failure: TestFailure, _ subject: HomeSchedule) -> String {
    guard !failure.course.isEmpty else { return "" }
    var table = TextTable(columns: [
      ("  at", .left), ("readings", .left), ("decision", .left), ("rule", .left),
    ])
    for evaluation in failure.course {
      let isFailing = evaluation.moment.instant == failure.explanation.moment.instant
      table.rows.append([
        (isFailing ? "> " : "  ") + text(evaluation.moment.local), QuantityText.text(evaluation.readings),
        subject.text(evaluation.outcome.decision),
        subject.place(ofRule: evaluation.outcome.ruleIndex).map { DiagnosticText.escaped($0.description) }
          ?? "none",
      ])
    }
    return table.text
  }

  private static func text(_ local: LocalTime) -> String { "\(local.date.weekday.name) \(local)" }
}
