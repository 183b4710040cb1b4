import Runtime
import ScheduleLang

/// `--test`: runs the test blocks of files.
struct TestCommand {
  let files: ProgramFile
  let streams: ReportStreams

  /// Runs the tests of the files at `paths`.
  func run(_ paths: [String], json: Bool) throws -> ExitCode {
    var exitCode = ExitCode.fine
    var results: [TestJSON] = []
    for path in paths {
      do {
        let program = try files.program(path)
        guard program.schedule != nil || !program.tests.isEmpty else {
          if !json { streams.report("\(DiagnosticText.escaped(path)): no tests\n") }
          continue
        }
        let subject = try files.subject(of: program, path)
        let today = subject.clocks.site.local(.now).date
        let report = TestReport(program.tests, of: subject, today: today)
        if !report.isPassed { exitCode = max(exitCode, .faulty) }
        results += report.tests.map { TestJSON($0, of: subject) }
        if !json {
          let text = TestReportText(
            report: report, subject: subject, path: path, coloured: streams.coloursReports)
          streams.report(text.text)
        }
      } catch {
        exitCode = max(exitCode, error.exitCode)
      }
    }
    if json { streams.report(try JSONText.text(TestsJSON(passed: exitCode == .fine, tests: results))) }
    return exitCode
  }
}
