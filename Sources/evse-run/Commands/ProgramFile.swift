import Runtime
import ScheduleLang

/// Compiles run files and tells what is wrong with them.
struct ProgramFile {
  private let streams: ReportStreams

  init(streams: ReportStreams) { self.streams = streams }

  /// Why a command cannot go on; the reason is told already.
  struct Unusable: Error {
    var exitCode: ExitCode
  }

  private let compiler = ScheduleCompiler(
    read: BoundedFile.read, knowsTimezone: { (try? ZoneRules(identifier: $0)) != nil })

  /// Compiles the file at `path`, or says why it cannot be read.
  func compile(_ path: String) throws(Unusable) -> Compilation {
    switch compiler.compile(path) {
    case .success(let compilation): return compilation
    case .failure(let failure):
      streams.complain("evse-run: \(DiagnosticText.escaped(path)): \(failure.reason)\n")
      throw Unusable(exitCode: .misuse)
    }
  }

  /// Compiles a run file that is in memory.
  func compile(_ source: SourceFile) -> Compilation { compiler.compile(source) }

  /// The valid program at `path`; its diagnostics go to standard error.
  func program(_ path: String) throws(Unusable) -> Program {
    let compilation = try compile(path)
    let renderer = DiagnosticRenderer(sources: compilation.sources, coloured: streams.coloursDiagnostics)
    streams.complain(
      renderer.render(compilation.applyingAllowances()), compilation.program == nil ? .error : .warning)
    guard let program = compilation.program else { throw Unusable(exitCode: .faulty) }
    return program
  }

  /// The schedule of the program at `path`, with its home and clocks.
  func subject(_ path: String) throws(Unusable) -> ReportSubject {
    try subject(of: program(path), path)
  }

  /// The schedule of a program that was read from `path`, with its home and clocks.
  func subject(of program: Program, _ path: String) throws(Unusable) -> ReportSubject {
    guard let schedule = program.schedule else {
      streams.complain("evse-run: \(DiagnosticText.escaped(path)): there is no schedule in it\n")
      throw Unusable(exitCode: .faulty)
    }
    do {
      let clocks = try ClockSet(identifiers: schedule.clocks)
      return ReportSubject(site: program.site, schedule: schedule, sources: program.sources, clocks: clocks)
    } catch {
      streams.complain("evse-run: \(error)\n")
      throw Unusable(exitCode: .failed)
    }
  }
}
