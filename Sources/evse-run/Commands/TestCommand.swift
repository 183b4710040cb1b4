import Platform
import Drivers
import Insights
import Runtime
import ScheduleLang

/// `--test`: runs the test blocks of files.
struct TestCommand {
  let files: ProgramFile
  let streams: ReportStreams

  /// Runs the tests of the files at `paths`.
  func run(_ paths: [String], _ options: TestOptions) throws -> ExitCode {
    var exitCode = ExitCode.fine
    var (results, coverages): ([TestJSON], [CoverageJSON]) = ([], [])
    var junit = JUnitReport()
    for path in paths {
      do {
        let program = try files.program(path)
        guard program.schedule != nil || !program.tests.isEmpty else {
          if !options.json { try streams.report("\(DiagnosticText.escaped(path)): no tests\n") }
          continue
        }
        let subject = try files.subject(of: program, path)
        let today = subject.clocks.site.local(.now).date
        let report = TestReport(program.tests, of: subject, today: today)
        if !report.isPassed { exitCode = max(exitCode, .faulty) }
        results += report.tests.map { TestJSON($0, of: subject) }
        junit.add(report, of: subject, path: path)
        if !options.json {
          let text = TestReportText(
            report: report, subject: subject, path: path, coloured: streams.coloursReports)
          try streams.report(text.text)
        }
        guard let threshold = options.coverage else { continue }
        let coverage = RuleCoverage(report, of: subject.schedule)
        if coverage.percent < threshold { exitCode = max(exitCode, .faulty) }
        coverages.append(CoverageJSON(coverage, of: subject, path: path))
        if !options.json {
          let text = CoverageText(coverage: coverage, subject: subject, path: path, threshold: threshold)
          try streams.report(text.text)
        }
      } catch let error as InputError {
        junit.addUnusable(path)
        exitCode = max(exitCode, error.exitCode)
      }
    }
    if options.json {
      let coverage = Nullable(options.coverage.map { _ in coverages })
      try streams.report(
        JSONText.text(TestsJSON(passed: exitCode == .fine, tests: results, coverage: coverage)))
    }
    if let path = options.junit {
      do { try WholeFile.write(Array(junit.text.utf8), to: path) } catch {
        streams.complain("evse-run: \(DiagnosticText.escaped(path)): it cannot be written: \(error.reason)\n")
        return .failed
      }
    }
    return exitCode
  }
}
