import Drivers
import Runtime
import ScheduleLang

/// Compiles run files and tells what is wrong with them.
struct ProgramFile {
  private let complaints: Complaints
  private let read: (String) -> Result<[UInt8], BoundedFile.Failure>

  /// Creates a compiler of what `read` gives for a path.
  init(
    complaints: Complaints,
    read: @escaping (String) -> Result<[UInt8], BoundedFile.Failure> = BoundedFile.read
  ) {
    self.complaints = complaints
    self.read = read
  }

  /// A compiler that takes standard input for no file but the one that was named.
  private func compiler(of path: String?) -> ScheduleCompiler {
    ScheduleCompiler(
      read: { [read] in
        $0 == "-" && $0 != path ? .failure(.init("standard input is no file to use")) : read($0)
      }, knowsTimezone: ZoneRules.isKnown, decodeJSON: JSONTree.decode)
  }

  /// Why a command cannot go on; the reason is told already.
  struct Unusable: Error {
    var exitCode: ExitCode
  }

  /// Compiles the file at `path`, or says why it cannot be read.
  func compile(_ path: String) throws(Unusable) -> Compilation {
    switch compiler(of: path).compile(path) {
    case .success(let compilation): return compilation
    case .failure(let failure):
      complaints.tell("evse-run: \(DiagnosticText.escaped(path)): \(failure.reason)\n")
      throw Unusable(exitCode: .misuse)
    }
  }

  /// Compiles a run file that is in memory.
  func compile(_ source: SourceFile) -> Compilation {
    compiler(of: nil).compile(source)
  }

  /// The valid program at `path`; its diagnostics go to standard error.
  func program(_ path: String) throws(Unusable) -> Program {
    let compilation = try compile(path)
    let renderer = DiagnosticRenderer(sources: compilation.sources, coloured: complaints.coloured)
    complaints.tell(
      renderer.render(compilation.applyingAllowances()), compilation.program == nil ? .error : .warning)
    guard let program = compilation.program else { throw Unusable(exitCode: .faulty) }
    return program
  }

  /// The schedule of the program at `path`, with its home and clocks.
  func subject(_ path: String) throws(Unusable) -> HomeSchedule {
    try subject(of: program(path), path)
  }

  /// The schedule of a program that was read from `path`, with its home and clocks.
  func subject(of program: Program, _ path: String) throws(Unusable) -> HomeSchedule {
    let schedule: HomeSchedule?
    do { schedule = try HomeSchedule(program) } catch {
      complaints.tell("evse-run: \(error)\n")
      throw Unusable(exitCode: .failed)
    }
    guard let schedule else {
      complaints.tell("evse-run: \(DiagnosticText.escaped(path)): there is no schedule in it\n")
      throw Unusable(exitCode: .faulty)
    }
    return schedule
  }
}
