import Platform
import Drivers
import Runtime
import ScheduleLang

/// `--format`: writes files in the canonical style.
struct FormatCommand {
  let streams: ReportStreams

  /// Formats the files at `paths`.
  func run(_ paths: [String], _ mode: FormatMode) throws(ReportError) -> ExitCode {
    var exitCode = ExitCode.fine
    for path in paths { exitCode = max(exitCode, try format(path, mode)) }
    return exitCode
  }

  private func format(_ path: String, _ mode: FormatMode) throws(ReportError) -> ExitCode {
    let shownPath = DiagnosticText.escaped(path)
    let bytes: [UInt8]
    do throws(ReadError) { bytes = try BoundedFile.read(path) } catch {
      streams.complain("evse-run: \(shownPath): \(error.reason)\n")
      return .misuse
    }
    let source = SourceFile(path: path, bytes: bytes)
    let text: String
    do throws(FormattingError) { text = try Formatter.format(source) } catch {
      return refuse(source, shownPath, error)
    }
    let isChanged = !text.utf8.elementsEqual(bytes)
    if mode != .verify { noteDates(SourceFile(path: path, bytes: Array(text.utf8))) }
    switch mode {
    case .print:
      try streams.report(text)
      return .fine
    case .verify:
      guard isChanged else { return .fine }
      try streams.report("\(shownPath): would be formatted\n")
      return .faulty
    case .replace:
      guard isChanged else { return .fine }
      do { try WholeFile.replace(path, by: Array(text.utf8)) } catch {
        streams.complain("evse-run: \(shownPath): it cannot be written: \(error.reason)\n")
        return .failed
      }
      return .fine
    }
  }

  private func refuse(_ source: SourceFile, _ shownPath: String, _ error: FormattingError) -> ExitCode {
    switch error {
    case .invalid(let diagnostics):
      let renderer = DiagnosticRenderer(sources: [source], coloured: streams.coloursDiagnostics)
      // A block that nothing closes is found last and stands first.
      streams.complain(renderer.render(diagnostics.sorted { $0.range.start < $1.range.start }))
      return .faulty
    case .meaningWouldChange:
      streams.complain(
        "evse-run: \(shownPath): it is left as it is, because formatting would change its meaning\n")
      return .failed
    }
  }

  /// Notes the dates of windows; a file that is not valid yet has none.
  private func noteDates(_ source: SourceFile) {
    let compiler = ScheduleCompiler.ofSystem(read: BoundedFile.read)
    guard let program = compiler.compile(source).program, let subject = try? HomeSchedule(program) else {
      return
    }
    for line in WindowNotes(subject: subject).lines(from: .now) { streams.complain("note: \(line)") }
  }
}
