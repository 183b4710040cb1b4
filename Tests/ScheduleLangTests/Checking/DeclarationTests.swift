import ScheduleLang
import Testing

@Suite("Declarations")
struct DeclarationTests {
  @Test("names may be used before their line and in any case")
  func lets() throws {
    let compilation = compile(
      """
      schedule "a" {
          during NIGHT on workdays, when soc <= Low: trickle
          on (Sat, holidays): idle
      }
      let trickle = charge at 6A
      let low = 30%
      let night = 23:00-05:00, 13:00-14:00
      let holidays = 2026-12-25, 2026-12-26
      let workdays = weekdays except holidays
      """)
    #expect(compilation.marks.isEmpty)
    #expect(compilation.decisions == [Decision(.charge, 6, 6), .idle])
    #expect(compilation.windows[0].count == 2)
    let workdays = try #require(compilation.windows[0][1].days).in2026
    #expect(!workdays.contains("12-25") && workdays.contains("12-24"))
    #expect(compilation.days[0].in2026.contains("12-25") && !compilation.days[0].in2026.contains("12-28"))
  }

  @Test("a trailing `on` in a list of windows belongs to the last, parentheses give it to all")
  func trailingOn() {
    let compilation = compileRules(
      """
      during 07:00-09:00, 17:00-19:00 on weekdays: charge
      during (07:00-09:00, 17:00-19:00) on weekdays: charge
      """)
    #expect(compilation.windows[0].map { $0.days != nil } == [false, true])
    #expect(compilation.windows[1].map { $0.days != nil } == [true, true])
  }

  @Test(
    "a name declared twice shows both places",
    arguments: [
      "let a = 1%\nlet A = 2%", "tariff T { x 01:00-02:00 }\ntariff t { x 01:00-02:00 }",
      "tariff T { x 01:00-02:00\n X 03:00-04:00 }", "site \"a\" { timezone \"UTC\" }\nsite \"b\" { }",
      "schedule \"a\" { otherwise: idle }\nschedule \"b\" { otherwise: idle }",
      "site { timezone \"UTC\" timezone \"UTC\" }",
      "site { timezone \"UTC\" charger simulated charger simulated }",
      "schedule \"a\" {\n reserve 10%\n reserve 20%\n otherwise: idle }",
    ])
  func duplicates(text: String) throws {
    let compilation = compile(text)
    #expect(compilation.diagnostics.map(\.code) == [.duplicateDeclaration])
    let diagnostic = try #require(compilation.diagnostics.first)
    let first = try #require(diagnostic.labels.first)
    #expect(first.range.start < diagnostic.range.start)
  }

  @Test("a name that stands for something else shows its declaration")
  func wrongKind() {
    let compilation = compile("let night = 23:00-05:00\nschedule \"a\" { when soc < night: night }")
    #expect(compilation.marks == ["E0303 night", "E0303 night"])
    #expect(compilation.diagnostics.allSatisfy { $0.labels.map(\.range.start) == [4] })
  }

  @Test(
    "names that lead back to themselves are reported once",
    arguments: [
      "let a = a", "let a = b\nlet b = c\nlet c = a", "tariff T { p T p }",
      "tariff T { p a }\nlet a = T p",
    ])
  func circular(text: String) {
    #expect(compile(text).diagnostics.map(\.code) == [.circularName])
  }

  @Test("a broken declaration is not reported again where it is used")
  func noCascade() {
    #expect(compile("let a = 5 apples\nschedule \"x\" { when soc < a: idle }").marks == ["E0201 apples"])
    #expect(compile("let a = %\nschedule \"x\" { when soc < a: idle }").marks == ["E0102 %"])
    #expect(
      compile("tariff T { cheap 25:00-26:00 import 1p }\nschedule \"x\" { during T cheap: idle }").marks
        == ["E0107 25:00", "E0107 26:00"])
    #expect(
      compile("site { timezone \"UTC\" battery 52 }\nschedule \"x\" { charge to 80% by 07:00 }").marks == [
        "E0305 52"
      ])
  }

  @Test(
    "words of the language cannot be declared",
    arguments: ["charge", "soc", "Mon", "weekdays", "Dec", "when", "V2G", "allow", "price"])
  func reservedNames(word: String) {
    #expect(compile("let \(word) = 5%").marks == ["E0206 \(word)"])
    #expect(compile("tariff \(word) { x 01:00-02:00 }").marks == ["E0206 \(word)"])
  }

  @Test("periods and settings may be called what elsewhere is a word of the language")
  func contextualNames() {
    let compilation = compile(
      """
      tariff T {
          night 01:00-02:00
          sun  02:00-03:00
          price 03:00-04:00
          off  otherwise
      }
      schedule "a" {
          during T night, on Sat: idle
          during T sun, T price: charge
          during T off: idle
      }
      """)
    #expect(compilation.marks.isEmpty)
    #expect(compilation.windows.map(\.count) == [1, 2, 1])
  }
}
