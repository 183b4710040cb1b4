import ScheduleLang
import Testing

@Suite("Used files")
struct UseTests {
  private let rule = "schedule \"a\" { otherwise: idle }"

  @Test("site, tariffs, names and schedule come along, tests do not")
  func contents() {
    let compilation = compile(
      "use \"lib/base.evs\"",
      using: [
        "lib/base.evs": """
        use "home.evs"
        let low = 30%
        schedule "base" {
            during Own night, when soc <= low: charge
            otherwise: idle
        }
        test "not run" { at 12:00: charge }
        """,
        "lib/home.evs": """
        site "home" { timezone "Europe/London" }
        tariff Own { night 01:00-03:00 }
        """,
      ])
    #expect(compilation.marks.isEmpty)
    #expect(compilation.program?.schedule?.name == "base")
    #expect(compilation.program?.site.name == "home")
    #expect(compilation.program?.tests.isEmpty == true)
    #expect(compilation.rules.count == 2)
  }

  @Test("a file that is used on two ways is read once")
  func diamond() {
    let compilation = compile(
      "use \"b.evs\"\nuse \"./c.evs\"\n\(rule)",
      using: ["b.evs": "use \"d.evs\"", "./c.evs": "use \"sub/../d.evs\"", "d.evs": "let low = 30%"])
    #expect(compilation.marks.isEmpty)
  }

  @Test("a circle shows where it closes and where it starts")
  func cycle() throws {
    let compilation = compile(
      "use \"b.evs\"", using: ["b.evs": "use \"c.evs\"", "c.evs": "use \"test.evs\""])
    #expect(compilation.marks == ["E0313 \"test.evs\""])
    let diagnostic = try #require(compilation.diagnostics.first)
    #expect(compilation.sources[diagnostic.range.file].path == "c.evs")
    #expect(diagnostic.labels.map(\.range) == [SourceRange(file: 0, start: 4, end: 11)])
    #expect(compile("use \"test.evs\"").marks == ["E0313 \"test.evs\""])
  }

  @Test("a missing file is an error at the place that uses it")
  func missing() throws {
    let compilation = compile("use \"lib/b.evs\"", using: ["lib/b.evs": "use \"none.evs\""])
    #expect(compilation.marks == ["E0312 \"none.evs\""])
    #expect(compilation.diagnostics.first?.message.contains("lib/none.evs") == true)
  }

  @Test("a name in two files shows both")
  func duplicate() throws {
    let compilation = compile("use \"b.evs\"\nlet low = 5%", using: ["b.evs": "let LOW = 5%"])
    #expect(compilation.marks == ["E0302 low"])
    #expect(compilation.diagnostics.first?.labels.first?.range.file == 1)
  }

  @Test("the run file's own schedule hides those that it uses; two used ones are ambiguous")
  func hiding() {
    let files = [
      "b.evs": "schedule \"b\" { otherwise: charge }", "c.evs": "schedule \"c\" { otherwise: V2G }",
    ]
    #expect(compile("use \"b.evs\"\n\(rule)", using: files).program?.schedule?.name == "a")
    #expect(compile("use \"b.evs\"", using: files).program?.schedule?.name == "b")
    #expect(compile("use \"b.evs\"\nuse \"c.evs\"", using: files).marks == ["E0322 \"b\""])
  }

  @Test("a used file's own schedule hides those that it uses in turn")
  func hidingBelow() {
    let files = [
      "a.evs": "use \"b.evs\"\n\(rule)", "b.evs": "schedule \"b\" { otherwise: charge }",
      "c.evs": "use \"b.evs\"\nschedule \"c\" over \"b\" { charge to 50% }",
    ]
    #expect(compile("use \"a.evs\"", using: files).program?.schedule?.name == "a")
    let over = compile("use \"c.evs\"", using: files)
    #expect(over.marks.isEmpty)
    #expect(over.program?.schedule?.name == "c")
    #expect(over.rules.count == 2)
    #expect(compile("use \"a.evs\"\nuse \"c.evs\"", using: files).marks == ["E0322 \"a\""])
  }

  @Test("`over` puts rules before those of another schedule and adds its clauses")
  func over() {
    let files = [
      "b.evs": """
      schedule "base" {
          reserve 10%
          never V2G
          when soc <= 30%: charge
          otherwise: idle
      }
      """
    ]
    let compilation = compile(
      """
      use "b.evs"
      schedule "visit" over "base" {
          reserve 40%
          never over 6A
          during 10:00-12:00: V2G
      }
      """, using: files)
    #expect(compilation.marks.isEmpty)
    #expect(compilation.decisions.map(\.action) == [.discharge, .charge, .idle])
    #expect(compilation.program?.schedule?.nevers.map(\.kind) == [.over(6), .export])
    #expect(compilation.program?.schedule?.reserve == 40)
    #expect(
      compile("use \"b.evs\"\nschedule \"v\" over \"bas\" { charge to 50% }", using: files).marks == [
        "E0301 \"bas\""
      ])
    #expect(compile("schedule \"v\" over \"v\" { charge to 50% }").marks == ["E0301 \"v\""])
  }

  @Test("a hysteresis replaces that of the schedule below, one of nothing too", arguments: [0, 3])
  func hysteresis(percent: Int) throws {
    let base = "schedule \"base\" {\n hysteresis 5%\n when soc <= 30%: charge\n otherwise: idle\n}"
    func compiled(_ clause: String) throws -> Schedule {
      let text = "use \"b.evs\"\nschedule \"visit\" over \"base\" {\n\(clause)\nduring 10:00-12:00: V2G\n}"
      return try #require(compile(text, using: ["b.evs": base]).program?.schedule)
    }
    #expect(try compiled("hysteresis \(percent)%").hysteresis == Double(percent))
    #expect(try compiled("hysteresis \(percent)%").hysteresisSlots == (percent == 0 ? 0 : 1))
    #expect(try compiled("").hysteresis == 5)
  }
}
