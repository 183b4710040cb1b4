import Insights
import Runtime
import ScheduleLang

/// What came of tests, as the XML that continuous integration reads.
struct JUnitReport {
  /// The tests of one file.
  private struct Suite {
    var name: String
    var cases: [String] = []
    var failures = 0
    var errors = 0
  }

  private var suites: [Suite] = []

  /// Adds what came of the tests of the file at `path`.
  mutating func add(_ report: TestReport, of subject: HomeSchedule, path: String) {
    var suite = Suite(name: path)
    for test in report.tests {
      let problems = test.rows.filter { !$0.isPassed }.compactMap { TestProblem($0, of: subject) }
      if !problems.isEmpty { suite.failures += 1 }
      // A reader shows one message for each case; the text has them all.
      let text = problems.map { "\($0.place): \($0.message)\n\($0.trace)" }.joined()
      suite.cases.append(
        element(
          test.name, in: path,
          outcome: problems.first.map { (tag: "failure", message: $0.message, text: text) }))
    }
    suites.append(suite)
  }

  /// Adds that the file at `path` cannot be tested.
  mutating func addUnusable(_ path: String) {
    var suite = Suite(name: path, errors: 1)
    suite.cases.append(
      element(
        "the file", in: path,
        outcome: (tag: "error", message: "the file has errors or cannot be read", text: "")))
    suites.append(suite)
  }

  /// The report as a file holds it.
  var text: String {
    func sum(_ number: (Suite) -> Int) -> Int { suites.reduce(0) { $0 + number($1) } }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"
    text += counts(sum { $0.cases.count }, sum(\.failures), sum(\.errors)) + ">\n"
    for suite in suites {
      text += "  <testsuite name=\"\(XMLText.attribute(suite.name))\""
      text += counts(suite.cases.count, suite.failures, suite.errors) + " skipped=\"0\" time=\"0\">\n"
      text += suite.cases.joined() + "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private func counts(_ tests: Int, _ failures: Int, _ errors: Int) -> String {
    " tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\""
  }

  private func element(
    _ name: String, in path: String, outcome: (tag: String, message: String, text: String)?
  ) -> String {
    let attributes = "name=\"\(XMLText.attribute(name))\" classname=\"\(XMLText.attribute(path))\" time=\"0\""
    guard let outcome else { return "    <testcase \(attributes)/>\n" }
    return "    <testcase \(attributes)>\n"
      + "      <\(outcome.tag) message=\"\(XMLText.attribute(outcome.message))\" type=\"decision\">"
      + "\(XMLText.content(outcome.text))</\(outcome.tag)>\n    </testcase>\n"
  }
}
