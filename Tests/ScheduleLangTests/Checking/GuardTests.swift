import ScheduleLang
import Testing

@Suite("Guards")
struct GuardTests {
  @Test("guards stand behind commas, a block's hold for its rules too")
  func nesting() {
    let compilation = compileRules(
      """
      during 05:00-13:00 on weekdays, on Nov-Mar, when soc >= 20% {
          when soc >= 72%: S2V + V2H
          on Fri { otherwise: idle }
          otherwise: S2V
      }
      otherwise: idle
      """)
    #expect(compilation.marks.isEmpty)
    #expect(compilation.rules.map(\.guards.count) == [4, 4, 3, 0])
  }

  @Test(
    "windows of a day",
    arguments: [
      ("22:00-05:00", Window.Span.daily(start: 1320, end: 300)), ("00:00-24:00", .daily(start: 0, end: 1440)),
      ("18:00-24:00", .daily(start: 1080, end: 1440)), ("00:00-00:01", .daily(start: 0, end: 1)),
    ])
  func daily(text: String, span: Window.Span) {
    #expect(compileRules("during \(text): idle").windows.first?.map(\.span) == [span])
  }

  @Test("windows with dates hold once")
  func dated() throws {
    let first = try #require(CivilDate(year: 2026, month: 11, day: 27))
    let last = try #require(CivilDate(year: 2026, month: 11, day: 29))
    let compilation = compileRules("during 2026-11-27 18:00..2026-11-29 24:00, 01:00-02:00: idle")
    #expect(compilation.marks.isEmpty)
    #expect(
      compilation.windows[0].map(\.span) == [
        .dated(
          start: LocalTime(date: first, minute: 1080), end: LocalTime(date: last.adding(days: 1), minute: 0)),
        .daily(start: 60, end: 120),
      ])
  }

  @Test(
    "windows that cannot be are errors",
    arguments: [
      ("07:00-07:00", "E0310 07:00-07:00"), ("24:00-05:00", "E0107 24:00"),
      ("2026-11-27 18:00..2026-11-27 18:00", "E0310 2026-11-27 18:00..2026-11-27 18:00"),
      ("2026-11-27 18:00..2026-11-28 18:00 on Sat", "E0303 Sat"),
      ("2026-11-27..2026-11-28", "E0201 2026-11-27"),
      ("cheapest 3h of 22:00-01:00", ""), ("cheapest 4h of 22:00-01:00", "E0306 4h"),
      ("dearest 90min of 16:00-20:00 in one run", ""),
    ])
  func wrongWindows(text: String, mark: String) {
    #expect(compileRules("during \(text): idle").marks == (mark.isEmpty ? [] : [mark]))
  }

  @Test(
    "lists of days",
    arguments: [
      ("Sat", 52), ("Mon-Fri", 261), ("Sat-Mon", 52 * 3), ("weekdays", 261), ("weekends", 104),
      ("daily", 365),
      ("Nov-Feb", 120), ("Feb", 28), ("2026-12-24..2027-01-02", 8), ("2026-12-25", 1),
      ("Sat, 2026-12-25, Feb", 52 + 1 + 28 - 4),
      ("daily except Sat", 313), ("daily except Sat, Sun, 2026-12-25", 260),
      ("(Sat, Sun) except Feb", 104 - 8),
    ])
  func dayLists(text: String, count: Int) {
    let compilation = compileRules("on \(text): idle")
    #expect(compilation.marks.isEmpty)
    #expect(compilation.days.first?.in2026.count == count)
  }

  @Test(
    "a comma continues the list only before a literal day, date or month",
    arguments: [
      ("let h = 2026-12-25\nschedule \"a\" { on (Sat, h): idle }", []),
      ("let h = 2026-12-25\nschedule \"a\" { on Sat, h: idle }", ["E0201 h"]),
      ("let h = 2026-12-25\nschedule \"a\" { on daily except (Sat, h): idle }", []),
      ("let h = 2026-12-25\nschedule \"a\" { on daily except Sat, h: idle }", ["E0201 h"]),
      ("schedule \"a\" { on Sat, Sun, when soc < 5%: idle }", []),
      ("schedule \"a\" { on Sat, during 01:00-02:00 on Sun, 2026-12-25, 03:00-04:00, on Feb: idle }", []),
      ("schedule \"a\" { on Sat except 2026-12-26, during 01:00-02:00: idle }", []),
      ("schedule \"a\" { during 01:00-02:00 on Sat, 2026-12-24 18:00..2026-12-25 08:00: idle }", []),
    ])
  func commas(text: String, marks: [String]) { #expect(compile(text).marks == marks) }

  @Test("`in`, `unknown` and the plug")
  func conditions() throws {
    let compilation = compileRules(
      """
      when soc in 30%..50%: idle
      when soc unknown: idle
      when plugged in: idle
      when unplugged: idle
      when importing >= 1.5kW: idle
      """)
    #expect(compilation.marks.isEmpty)
    let kinds = try #require(compilation.program?.schedule?.conditions.map(\.kind))
    #expect(
      kinds == [
        .between(.soc, 30, 50, slot: nil), .unknown(.soc), .pluggedIn, .unplugged,
        .compare(.importing, .greaterOrEqual, 1500, slot: nil),
      ])
  }

  @Test("`not` binds before `and`, `and` before `or`, parentheses before all")
  func precedence() throws {
    // The nodes stand in the order in which they are complete: operands before what joins them.
    func shape(_ condition: String) throws -> [String] {
      let schedule = try #require(compileRules("when \(condition): idle").program?.schedule)
      return schedule.conditions.map { node in
        switch node.kind {
        case .and: "and"
        case .or: "or"
        case .not: "not"
        default: "."
        }
      }
    }
    #expect(try shape("unplugged or plugged in and unplugged") == [".", ".", ".", "and", "or"])
    #expect(try shape("unplugged and plugged in or unplugged") == [".", ".", "and", ".", "or"])
    #expect(try shape("not unplugged and plugged in") == [".", "not", ".", "and"])
    #expect(try shape("not (unplugged and plugged in)") == [".", ".", "and", "not"])
    #expect(try shape("(unplugged or plugged in) and unplugged") == [".", ".", "or", ".", "and"])
    #expect(
      try shape("unplugged and\n not\n (unplugged or\n plugged in\n )") == [
        ".", ".", ".", "or", "not", "and",
      ])
  }

  @Test(
    "a comparison of unlike units names both",
    arguments: [
      ("soc < 5A", "a percentage", "a current"), ("home > 50%", "a power", "a percentage"),
      ("importing > 2kWh", "a power", "an energy"),
    ])
  func unlikeUnits(condition: String, unit: String, found: String) throws {
    let compilation = compileRules("when \(condition): idle")
    let diagnostic = try #require(compilation.diagnostics.first)
    #expect(compilation.diagnostics.map(\.code) == [.unlikeUnits])
    #expect(diagnostic.message.contains(unit) && diagnostic.message.contains(found))
  }

  @Test(
    "ranges and shares are bounded",
    arguments: [
      ("soc < 101%", "E0306 101%"), ("soc < -1%", "E0306 -1%"), ("soc in 50%..30%", "E0311 50%..30%"),
      ("grid < -500W", ""),
    ])
  func bounds(condition: String, mark: String) {
    #expect(compileRules("when \(condition): idle").marks == (mark.isEmpty ? [] : [mark]))
  }

  @Test("`for` asks a condition to hold so long")
  func hold() throws {
    let compilation = compileRules("when exporting > 1kW for 5min, when soc < 50% for 30s: S2V")
    #expect(compilation.marks.isEmpty)
    let rule = try #require(compilation.rules.first)
    let seconds = rule.guards.map { if case .when(_, let held) = $0.kind { held?.seconds ?? 0 } else { -1 } }
    #expect(seconds == [300, 30])
    #expect(compileRules("when soc < 50% for 5%: idle").marks == ["E0304 5%"])
    #expect(compileRules("when soc < 50% for 0s: idle").marks == ["E0306 0s"])
  }

  @Test("the present price is compared with the best one ahead, whichever stands first, and with no other")
  func pricesAhead() throws {
    func kinds(_ condition: String) -> [ConditionNode.Kind] {
      compile(
        """
        tariff T { day otherwise import 30p export 15p }
        site { timezone "UTC"   tariff T   charger simulated   meter simulated }
        schedule "s" { when \(condition): charge
        otherwise: idle }
        """
      ).program?.schedule?.conditions.map(\.kind) ?? []
    }
    let dearest = ConditionNode.Kind.compare(.exportOverDearest, .greaterOrEqual, 0, slot: nil)
    #expect(kinds("export price >= dearest export ahead") == [dearest])
    #expect(kinds("dearest export ahead <= export price") == [dearest])
    #expect(
      kinds("import price <= cheapest import ahead") == [
        .compare(.importOverCheapest, .lessOrEqual, 0, slot: nil)
      ])
    #expect(kinds("cheapest import ahead < 5p") == [.compare(.cheapestImportAhead, .less, 5, slot: nil)])
    #expect(kinds("solar tomorrow > 8kWh") == [.compare(.solarTomorrow, .greater, 8000, slot: nil)])
    for wrong in [
      "import price < dearest export ahead", "soc < cheapest import ahead", "import price < export price",
    ] {
      #expect(kinds(wrong).isEmpty, "\(wrong)")
    }
  }
}
