import Runtime
import ScheduleLang
import Testing

/// A program that is written out in a test.
struct CompiledText {
  let compilation: Compilation
  let program: Program
  let subject: ReportSubject

  /// Compiles `text`, and records an issue for every error in it.
  init(_ text: String, path: String = "test.evs") throws {
    let compiler = ScheduleCompiler(
      read: { _ in .failure(ScheduleCompiler.ReadFailure("there is no such file")) },
      knowsTimezone: { (try? ZoneRules(identifier: $0)) != nil })
    compilation = compiler.compile(SourceFile(path: path, bytes: Array(text.utf8)))
    for diagnostic in compilation.diagnostics where diagnostic.severity == .error {
      Issue.record("\(diagnostic.code.rawValue) \(diagnostic.message)\n\(text)")
    }
    program = try #require(compilation.program)
    let schedule = try #require(program.schedule)
    subject = ReportSubject(
      site: program.site, schedule: schedule, sources: program.sources,
      clocks: try ClockSet(identifiers: schedule.clocks))
  }

  /// A home in London around the `body` of a schedule.
  static func schedule(_ body: String, site: String = "", after: String = "") throws -> CompiledText {
    try CompiledText(
      """
      site "home" {
          timezone "Europe/London"
          battery 52kWh
          charger simulated { current 3A..16A   soc 5%..97% }
          meter simulated
          \(site)
      }
      schedule "x" {
      \(body)
      }
      \(after)
      """)
  }
}
