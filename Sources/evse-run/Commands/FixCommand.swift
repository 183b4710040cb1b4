import Drivers
import ScheduleLang

/// `--check --fix`: applies the changes that diagnostics offer.
struct FixCommand {
  /// One fix can make room for another, but not for ever.
  private static let maximumRounds = 10

  let files: ProgramFile
  let streams: ReportStreams
  /// Finds what is wrong.
  let check: CheckCommand

  /// Fixes the files at `paths`; what is wrong with them afterwards is for the check to say.
  func run(_ paths: [String]) -> ExitCode { paths.reduce(.fine) { max($0, fix($1)) } }

  private func fix(_ path: String) -> ExitCode {
    // The check says why a file cannot be read.
    guard case .success(let bytes) = BoundedFile.read(path) else { return .fine }
    let original = SourceFile(path: path, bytes: bytes)
    guard let fixed = fixed(original), fixed.bytes != bytes else { return .fine }
    let shownPath = DiagnosticText.escaped(path)
    if let failure = WholeFile.replace(path, by: fixed.bytes) {
      streams.complain("evse-run: \(shownPath): it cannot be written: \(failure)\n")
      return .failed
    }
    return .fine
  }

  /// The last text on the way that has no more errors than the first.
  private func fixed(_ original: SourceFile) -> SourceFile? {
    var current = original
    var best: SourceFile?
    var diagnostics = check.diagnostics(of: files.compile(current))
    let errorsBefore = diagnostics.errorCount
    for _ in 0..<Self.maximumRounds {
      guard let next = Fixing.applyFirstFixes(of: diagnostics, to: current) else { break }
      current = next
      diagnostics = check.diagnostics(of: files.compile(current))
      if diagnostics.errorCount <= errorsBefore { best = current }
    }
    return best
  }
}

extension [Diagnostic] {
  fileprivate var errorCount: Int { filter { $0.severity == .error }.count }
}
