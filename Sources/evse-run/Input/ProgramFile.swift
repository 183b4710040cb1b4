import Runtime
import ScheduleLang

/// Compiles run files and prints what is wrong with them.
struct ProgramFile {
  private let complaints: Complaints
  private let read: (String) throws(ReadError) -> [UInt8]

  /// Creates a compiler of what `read` gives for a path.
  init(
    complaints: Complaints,
    read: @escaping (String) throws(ReadError) -> [UInt8] = BoundedFile.read
  ) {
    self.complaints = complaints
    self.read = read
  }

  /// A compiler that takes standard input for no file but the one that was named.
  private func compiler(of path: String?) -> ScheduleCompiler {
    ScheduleCompiler.ofSystem { [read] (used) throws(ReadError) in
      if used == "-", used != path { throw ReadError("standard input is no file to use") }
      return try read(used)
    }
  }

  /// Compiles the file at `path`, or says why it cannot be read.
  func compile(_ path: String) throws(InputError) -> Compilation {
    do throws(ReadError) {
      return try compiler(of: path).compile(path)
    } catch {
      throw complaints.refusal("\(DiagnosticText.escaped(path)): \(error.reason)", .misuse)
    }
  }

  /// Compiles a run file that is in memory.
  func compile(_ source: SourceFile) -> Compilation {
    compiler(of: nil).compile(source)
  }

  /// The valid program at `path`; its diagnostics go to standard error.
  func program(_ path: String) throws(InputError) -> Program {
    let compilation = try compile(path)
    let renderer = DiagnosticRenderer(sources: compilation.sources, coloured: complaints.coloured)
    complaints.print(
      renderer.render(compilation.applyingAllowances()), compilation.program == nil ? .error : .warning)
    guard let program = compilation.program else { throw InputError(exitCode: .faulty) }
    return program
  }

  /// The schedule of the program at `path`, with its home and clocks.
  func subject(_ path: String) throws(InputError) -> HomeSchedule {
    try subject(of: program(path), path)
  }

  /// The schedule of a program that was read from `path`, with its home and clocks.
  func subject(of program: Program, _ path: String) throws(InputError) -> HomeSchedule {
    let schedule: HomeSchedule?
    do { schedule = try HomeSchedule(program) } catch {
      throw complaints.refusal("\(error)", .failed)
    }
    guard let schedule else {
      throw complaints.refusal("\(DiagnosticText.escaped(path)): there is no schedule in it", .faulty)
    }
    return schedule
  }
}
