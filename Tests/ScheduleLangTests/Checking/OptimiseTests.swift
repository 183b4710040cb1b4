import ScheduleLang
import Testing

@Suite("Optimise")
struct OptimiseTests {
  private func compileAction(_ text: String, site: String = "", battery: String = "battery 52kWh")
    -> Compilation
  {
    compile(
      """
      site "home" { timezone "Europe/London"
          \(battery)
          charger simulated { current 3A..16A   soc 5%..97% \(site) }
          meter simulated
          tariff Flux
      }
      schedule "test" { otherwise: \(text) }
      """)
  }

  private func optimisation(_ text: String, site: String = "") throws -> Optimisation {
    let compilation = compileAction(text, site: site)
    #expect(compilation.marks.isEmpty, "\(text)")
    return try #require(compilation.rules.first?.action.optimisation)
  }

  @Test("takes a range, targets, a bound and no sales, in any order behind commas")
  func terms() throws {
    let plain = try optimisation("optimise")
    #expect(plain == Optimisation(current: 3...16))
    let all = try optimisation(
      "optimise 20%..90%, 80% by 07:00 on weekdays, without selling, at most 10A, 95% by 2026-12-24 08:00")
    #expect(all.range == 20...90)
    #expect(all.targets.map(\.soc) == [80, 95])
    #expect(all.targets[0].deadline.minute == 420 && all.targets[0].deadline.days?.isWeekly == true)
    #expect(all.targets[1].deadline.date == CivilDate(year: 2026, month: 12, day: 24))
    #expect(!all.sells && all.current == 3...10)
    #expect(try optimisation("optimise, at most 2.3kW").current == 3...10)
    #expect(
      try optimisation("OPTIMISE 0%..100%,\n  80% by 4h before 05:00").targets[0].deadline.offset == -14_400)
  }

  @Test("decides nothing by itself, whoever does not know that it chooses")
  func representative() {
    #expect(compileAction("optimise").decisions == [.idle])
  }

  @Test(
    "what it cannot keep to",
    arguments: [
      ("optimise 90%..20%", "E0311 90%..20%"), ("optimise 20%..120%", "E0306 120%"),
      ("optimise 20A..30A", "E0304 20A"), ("optimise, at most 20A", "E0307 20A"),
      ("optimise to 80%", "E0309 to"), ("optimise then idle", "E0309 idle"), ("optimise, at 10A", "E0201 at"),
      ("optimise 20%..90% without selling", "E0201 90%"), ("optimise 80% by 07:00", "E0201 optimise"),
      ("optimise, 80%", "E0201 "), ("optimise, without selling, without selling", "E0302 without selling"),
      ("optimise, at most 6A, at most 7A", "E0302 at most 7A"), ("optimize", "E0205 optimize"),
    ])
  func refused(text: String, mark: String) {
    let marks = compileAction(text).marks.map { $0.replacing("\n", with: "") }
    #expect(marks.count == 1 && marks[0].hasPrefix(mark), "\(marks)")
  }

  @Test("needs to know the battery and what power costs")
  func needs() {
    #expect(compileAction("optimise", battery: "").marks == ["E0323 optimise"])
    let flat = """
      site "home" { timezone "UTC" battery 52kWh charger simulated meter simulated }
      schedule "x" { otherwise: optimise }
      """
    #expect(compile(flat).marks == ["E0318 optimise"])
    let blind = """
      site "home" { timezone "UTC" battery 52kWh charger simulated tariff Go }
      schedule "x" { otherwise: optimise }
      """
    #expect(compile(blind).marks == ["W0305 optimise"])
  }

  @Test("is no decision that a test or a proof could name, and no rule without a guard")
  func undecided() {
    let site =
      "site \"home\" { timezone \"UTC\" battery 52kWh charger simulated meter simulated tariff Go }\n"
    #expect(compile(site + "test \"x\" { at 12:00: optimise }").marks.contains("E0303 optimise"))
    #expect(
      compile(site + "schedule \"x\" { prove optimise\n otherwise: optimise }").marks == ["E0303 optimise"])
    #expect(compile(site + "schedule \"x\" { optimise }").marks == ["E0208 optimise"])
    #expect(
      compile(site + "let smart = optimise 20%..90%\nschedule \"x\" { otherwise: smart }").marks.isEmpty)
  }

  @Test("may come to every action that the charger, the bound and the range leave, and to no other")
  func decisions() throws {
    let all = try optimisation("optimise 20%..90%, at most 10A")
    #expect(Set(all.decisions.map(\.action)) == Set(ActionKind.allCases).subtracting([.handOver]))
    #expect(all.decisions.allSatisfy { -10 <= $0.minimumCurrent && $0.maximumCurrent <= 10 })
    #expect(all.decisions(at: nil) == [.idle])
    #expect(all.decisions(at: 20).allSatisfy { $0.minimumCurrent >= 0 })
    #expect(all.decisions(at: 21).contains { $0.action == .discharge })
    #expect(all.decisions(at: 90).allSatisfy { $0.maximumCurrent <= 0 })
    #expect(all.decisions(at: 19) == [.idle, Decision(.charge, 10, 10)])
    #expect(try !optimisation("optimise, without selling").decisions.contains { $0.action == .discharge })
    let oneWay = try optimisation("optimise", site: "direction charge only")
    #expect(oneWay.decisions.allSatisfy { $0.minimumCurrent >= 0 })
    // A target above the range outranks it.
    #expect(
      try optimisation("optimise 20%..80%, 95% by 07:00").decisions(at: 85).contains { $0.action == .charge })
  }

  @Test("a battery says what wear a kWh costs")
  func wear() {
    let wearing = compileAction("optimise", battery: "battery 52kWh { wear 3p }")
    #expect(wearing.program?.site.wear == Price(3) && wearing.marks.isEmpty)
    #expect(compileAction("optimise").program?.site.wear == Price(0))
    #expect(compileAction("optimise", battery: "battery 52kWh { wear 3A }").marks == ["E0304 3A"])
    #expect(compileAction("optimise", battery: "battery 52kWh { wear -3p }").marks == ["E0306 -3p"])
    #expect(compileAction("optimise", battery: "battery 52kWh { tear 3p }").marks == ["E0207 tear"])
    #expect(
      compileAction("optimise", battery: "battery 52kWh { wear 3p wear 4p }").marks == ["E0302 4p"])
  }
}
