import Platform
import Drivers
import ScheduleLang

/// `--check --fix`: applies the changes that can mean nothing else.
struct FixCommand {
  /// One fix can make room for another, but not for ever.
  private static let maximumRounds = 10

  /// What was changed in a file.
  struct Result {
    var exitCode = ExitCode.fine
    var changes: [(path: String, change: FixedText.Change)] = []
  }

  let files: ProgramFile
  let streams: ReportStreams
  /// Finds what is wrong.
  let check: CheckCommand

  /// Fixes the files at `paths`; what is wrong with them afterwards is for the check to say.
  func run(_ paths: [String]) -> Result {
    var result = Result()
    for path in paths { fix(path, &result) }
    return result
  }

  private func fix(_ path: String, _ result: inout Result) {
    // The check says why a file cannot be read.
    guard let bytes = try? BoundedFile.read(path) else { return }
    let fixed = fixed(SourceFile(path: path, bytes: bytes))
    guard fixed.source.bytes != bytes else { return }
    do { try WholeFile.replace(path, by: fixed.source.bytes) } catch {
      streams.complain("evse-run: \(DiagnosticText.escaped(path)): it cannot be written: \(error.reason)\n")
      return result.exitCode = .failed
    }
    result.changes += fixed.changes.map { (path, $0) }
  }

  /// The last text on the way that has no more errors than the first.
  private func fixed(_ original: SourceFile) -> FixedText {
    var current = FixedText(original)
    var best = current
    // Of a time zone that the system should have the check speaks.
    guard var diagnostics = try? files.compile(original).diagnostics(at: .now) else { return best }
    let errorsBefore = diagnostics.errorCount
    for _ in 0..<Self.maximumRounds {
      guard current.apply(diagnostics) else { break }
      guard let next = try? files.compile(current.source).diagnostics(at: .now) else { break }
      diagnostics = next
      if diagnostics.errorCount <= errorsBefore { best = current }
    }
    return best
  }
}

extension [Diagnostic] {
  fileprivate var errorCount: Int { filter { $0.severity == .error }.count }
}
