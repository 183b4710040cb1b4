import Insights
import Runtime
import ScheduleLang

/// Which rules the tests of a file reach, as text.
struct CoverageText {
  let coverage: RuleCoverage
  let subject: HomeSchedule
  let path: String
  /// The least share that is asked for, in percent.
  let threshold: Int

  /// A sum, and a line for each rule that no test reaches.
  var text: String {
    let path = DiagnosticText.escaped(path)
    var text =
      "\(path): tests reach \(coverage.reached) of \(coverage.count) rules (\(coverage.percent)%)"
    text += coverage.percent < threshold ? ", fewer than \(threshold)%\n" : "\n"
    for index in coverage.unreached {
      let place = subject.place(ofRule: index).map { DiagnosticText.escaped($0.description) } ?? ""
      let rule = subject.text(ofRule: index) ?? "rule"
      text += "  \(place): no test reaches `\(DiagnosticText.escaped(rule))`\n"
    }
    return text
  }
}
