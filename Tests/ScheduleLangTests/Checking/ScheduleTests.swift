import ScheduleLang
import Testing

@Suite("Schedules and tests")
struct ScheduleTests {
  @Test("clauses stand anywhere above every rule")
  func clauses() throws {
    let compilation = compileRules(
      """
      otherwise: idle
      never discharge, when soc <= 20%
      never charge, during 16:00-19:00 on weekdays
      never V2G
      never over 6A, during 23:00-06:00, on Dec
      reserve 20%
      hysteresis 2%
      prove never V2G, when soc <= 20%
      """)
    #expect(compilation.marks.isEmpty)
    let schedule = try #require(compilation.program?.schedule)
    #expect(schedule.nevers.map(\.kind) == [.discharge, .charge, .export, .over(6)])
    #expect(schedule.nevers.map(\.guards.count) == [1, 1, 0, 2])
    #expect(schedule.reserve == 20 && schedule.hysteresis == 2)
  }

  @Test(
    "clauses out of place or out of range",
    arguments: [
      ("during 01:00-02:00 {\nnever charge\n}", "E0201 never charge"),
      ("on Sat {\nreserve 10%\n}", "E0201 reserve 10%"),
      ("reserve 101%", "E0306 101%"), ("reserve 101% on Mon", "E0306 101%"),
      ("reserve 20%\nreserve 30%", "E0302 reserve 30%"),
      ("reserve 20% on", "E0201 \n"), ("on Sat {\nreserve 10% on Mon\n}", "E0201 reserve 10% on Mon"),
      ("reserve 10A", "E0304 10A"), ("hysteresis 2", "E0305 2"),
      ("never over 99A", "E0307 99A"), ("never idle", "E0201 idle"),
    ])
  func wrongClauses(text: String, mark: String) { #expect(compileRules(text).marks == [mark]) }

  @Test("`otherwise` is the last rule of its block")
  func otherwise() throws {
    let compilation = compileRules("otherwise: idle\nwhen soc < 5%: charge")
    #expect(compilation.marks == ["E0209 when soc < 5%: charge"])
    #expect(compilation.diagnostics.first?.labels.count == 1)
    #expect(compileRules("on Sat {\notherwise: idle\n}\notherwise: charge").marks.isEmpty)
  }

  @Test("braces and short rules may share a line")
  func oneLine() {
    let compilation = compile("schedule \"a\" { on Sat { when soc < 5%: charge } otherwise: idle }")
    #expect(compilation.marks.isEmpty)
    #expect(compilation.rules.count == 2)
    #expect(compileRules("on Sat: idle on Sun: charge").marks == ["E0201 on"])
  }

  @Test("rows of tests give a moment, readings and what is expected")
  func rows() throws {
    let compilation = compile(
      """
      schedule "a" { otherwise: idle }
      test "rows" {
          at 17:00, soc 50%: V2G
          at Mon 02:30, soc unknown: charge at 3A
          at 2026-12-25 18:00, soc 80%, home 600W, solar 2kW, exporting 1kW: V2G
          at 12:00, import price -2p, unplugged: idle
          at 12:00, plugged in, grid -500W: S2V 6A..10A
      }
      """)
    #expect(compilation.marks.isEmpty)
    let test = try #require(compilation.program?.tests.first)
    #expect(test.name == "rows")
    let christmas = try #require(CivilDate(year: 2026, month: 12, day: 25))
    #expect(test.rows.map(\.days) == [.every, .weekday(.monday), .date(christmas), .every, .every])
    #expect(test.rows.map(\.minute) == [1020, 150, 1080, 720, 720])
    #expect(test.rows.map(\.pluggedIn) == [true, true, true, false, true])
    #expect(test.rows[0].readings == [.soc: Double?(50)])
    #expect(test.rows[1].readings == [.soc: Double?.none])
    #expect(test.rows[2].readings == [.soc: 80, .home: 600, .solar: 2000, .exporting: 1000])
    #expect(test.rows[3].readings == [.importPrice: -2])
    #expect(test.rows[4].readings == [.grid: -500])
    #expect(test.rows[4].expected == Decision(.followSun, 6, 10))
  }

  @Test(
    "what is wrong in a row is marked",
    arguments: [
      ("at 17:00, soc 50%: charge to 60%", "E0309 charge to 60%"), ("at 17:00, soc 50: idle", "E0305 50"),
      ("at 17:00, soc 50%, soc 60%: idle", "E0302 soc 60%"), ("at 17:00, home -5W: idle", "E0306 -5W"),
      ("at 24:00: idle", "E0107 24:00"), ("at 5pm: idle", "E0107 5pm"), ("17:00: idle", "E0201 17:00"),
      ("at 17:00, soc 50% idle", "E0202 "), ("at Sunday 17:00: idle", "E0205 Sunday"),
    ])
  func wrongRows(row: String, mark: String) {
    #expect(compile("schedule \"a\" { otherwise: idle }\ntest \"t\" {\n\(row)\n}").marks == [mark])
  }
}
