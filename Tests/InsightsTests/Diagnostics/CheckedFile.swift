import Drivers
import Insights
import Runtime
import ScheduleLang

/// A file in memory with everything that `--check` says of it.
struct CheckedFile {
  /// The day before which the dates of fixtures are past.
  static let today = CivilDate(dayNumber: 20_780)  // 2026-11-23

  let compilation: Compilation
  /// With those of the analyses, and less what the file allows.
  let diagnostics: [Diagnostic]

  init(_ bytes: [UInt8], path: String, using files: [String: String] = [:]) throws {
    let compiler = ScheduleCompiler(
      read: { (used) throws(ReadError) in
        if used == path { return bytes }
        guard let text = files[used] else { throw ReadError("there is no such file") }
        return Array(text.utf8)
      }, knowsTimezone: ZoneRules.isKnown, decodeJSON: JSONTree.decode)
    compilation = compiler.compile(SourceFile(path: path, bytes: bytes))
    guard let program = compilation.program, let subject = try HomeSchedule(program) else {
      diagnostics = compilation.applyingAllowances()
      return
    }
    diagnostics = compilation.applyingAllowances(
      to: Analysis(
        subject, tests: program.tests, namedTimes: program.namedTimes, today: Self.today
      ).diagnostics())
  }

  /// The example or the mended text of a page, in which `\xE9` stands for that byte.
  init(_ text: String, of page: DiagnosticPage) throws {
    var bytes: [UInt8] = []
    for (index, part) in text.split(separator: #"\xE9"#, omittingEmptySubsequences: false).enumerated() {
      if index > 0 { bytes.append(0xE9) }
      bytes += Array(part.utf8)
    }
    try self.init(bytes, path: "example.evs", using: page.uses)
  }

  /// The diagnostics as a terminal without colours shows them, those of one code or all.
  func rendered(_ code: DiagnosticCode? = nil) -> String {
    DiagnosticRenderer(sources: compilation.sources, coloured: false)
      .render(diagnostics.filter { code == nil || $0.code == code })
  }
}
