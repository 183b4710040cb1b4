import Runtime
import ScheduleLang
import Testing

/// A program that is written out in a test.
package struct CompiledText {
  package let compilation: Compilation
  package let program: Program
  package let subject: HomeSchedule

  /// Compiles `text`, and records an issue for every error in it.
  package init(_ text: String, path: String = "test.evs") throws {
    let compiler = ScheduleCompiler(knowsTimezone: ZoneRules.isKnown)
    compilation = compiler.compile(SourceFile(path: path, bytes: Array(text.utf8)))
    for diagnostic in compilation.diagnostics where diagnostic.severity == .error {
      Issue.record("\(diagnostic.code.rawValue) \(diagnostic.message)\n\(text)")
    }
    program = try #require(compilation.program)
    subject = try #require(try HomeSchedule(program))
  }

  /// A home in London around the `body` of a schedule.
  package static func schedule(_ body: String, site: String = "", after: String = "") throws -> CompiledText {
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
