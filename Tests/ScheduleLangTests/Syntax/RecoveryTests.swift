import ScheduleLang
import Testing

@Suite("Recovery")
struct RecoveryTests {
  @Test("five mistakes in one file are all reported, each once and at its place")
  func fiveMistakes() {
    let compilation = compile(
      """
      site "home" { timezone "UTC" batery 52kWh }
      schedule "a" {
          if soc <= 30%: charge
          during 5pm-19:00: V2G
          when soc <= 80: idle
          durring Flux cheap: chrage
      }
      test "t" { at 12:00, soc 50% idle }
      """)
    #expect(
      compilation.marks == [
        "E0207 batery", "E0205 if", "E0107 5pm", "E0305 80", "E0201 durring", "E0301 chrage", "E0202 ",
      ])
  }

  @Test("an unclosed block is reported once, where it opens, and the rest of the file is read")
  func unclosed() throws {
    let compilation = compile(
      "schedule \"a\" {\n on Sat {\n  otherwise: idle\n}\ntest \"t\" { at 12:00: oops }")
    #expect(compilation.marks == ["E0203 {", "E0301 oops"])
    #expect(compilation.diagnostics.first?.labels.count == 1)
    #expect(compile("schedule \"a\" { on Sat { on Sun { otherwise: idle").marks == ["E0203 {"])
  }

  @Test("braces that close nothing are reported and skipped")
  func stray() {
    #expect(compile("}\n}\nlet a = 5 apples").marks == ["E0201 }", "E0201 }", "E0201 apples"])
  }

  @Test("a mistake in one statement leaves the next ones alone")
  func nextStatement() {
    let compilation = compileRules(
      """
      when soc < { on Sat: idle
      }
      when (soc < 5%: idle
      during: idle
      when soc < 30%: charge at
      never
      otherwise: oops
      """)
    #expect(compilation.diagnostics.count == 6)
    #expect(compilation.marks.last == "E0301 oops")
  }

  @Test("diagnostics come in the order of the text, the same in every run")
  func order() {
    let text = (0..<30).map { "let a\($0) = b\($0)\nlet c\($0) = 5 x" }.joined(separator: "\n")
    let first = compile(text)
    #expect(first.diagnostics.count == 60)
    let starts = first.diagnostics.map(\.range.start)
    #expect(starts == starts.sorted())
    for _ in 0..<5 { #expect(compile(text).diagnostics == first.diagnostics) }
  }
}
