import Insights
import Runtime
import ScheduleLang

/// `--check`: whether files are valid, and what is odd about them.
struct CheckCommand {
  let files: ProgramFile
  let streams: ReportStreams

  /// Checks the files at `paths`; what several of them share is reported once.
  ///
  /// - Parameter changes: what fixes have changed in the files before.
  func run(_ paths: [String], json: Bool, after changes: [(path: String, change: FixedText.Change)] = [])
    throws -> ExitCode
  {
    var exitCode = ExitCode.fine
    if !json {
      for (path, change) in changes {
        let place = "\(DiagnosticText.escaped(path)):\(change.line):\(change.column)"
        try streams.report("\(place): fixed \(change.code.rawValue): \(change)\n")
      }
    }
    var reported: Set<DiagnosticJSON> = []
    var all: [DiagnosticJSON] = []
    for path in paths {
      var compilation: Compilation
      do throws(InputError) { compilation = try files.compile(path) } catch {
        exitCode = max(exitCode, error.exitCode)
        continue
      }
      do throws(ZoneError) { compilation.diagnostics = try compilation.diagnostics(at: .now) } catch {
        streams.complain("evse-run: \(DiagnosticText.escaped(path)): \(error)\n")
        exitCode = max(exitCode, .failed)
        continue
      }
      let isFaulty = compilation.diagnostics.contains { $0.severity == .error }
      if isFaulty { exitCode = max(exitCode, .faulty) }
      var fresh = compilation.diagnostics
      if paths.count > 1 {
        fresh.removeAll { !reported.insert(DiagnosticJSON($0, sources: compilation.sources)).inserted }
      }
      if json { all += fresh.map { DiagnosticJSON($0, sources: compilation.sources) } }
      let renderer = DiagnosticRenderer(sources: compilation.sources, coloured: streams.coloursDiagnostics)
      streams.complain(renderer.render(fresh))
      if !json { try streams.report(summary(path, compilation)) }
    }
    if json {
      try streams.report(
        JSONText.text(CheckJSON(all, changes: changes, valid: exitCode == .fine)))
    }
    return exitCode
  }

  private func summary(_ path: String, _ compilation: Compilation) -> String {
    let errors = compilation.diagnostics.filter { $0.severity == .error }.count
    let warnings = compilation.diagnostics.count - errors
    func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
    let verdict = errors == 0 ? "valid" : count(errors, "error")
    return "\(DiagnosticText.escaped(path)): \(verdict)"
      + (warnings > 0 ? ", \(count(warnings, "warning"))" : "") + remark(on: compilation.program) + "\n"
  }

  /// What a valid file leaves to others.
  private func remark(on program: Program?) -> String {
    guard let program else { return "" }
    if program.schedule == nil { return "; there is no schedule in it" }
    return program.site.isBuiltIn ? "; no site is declared: it would run in the simulated home" : ""
  }
}
