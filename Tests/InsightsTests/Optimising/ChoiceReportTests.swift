import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Reports of choices")
struct ChoiceReportTests {
  private static let today = CivilDate(dayNumber: 20_780)  // 2026-11-23

  @Test("the map shows what it would choose, and marks that it may choose otherwise")
  func map() throws {
    let home = try OptimisedHome("optimise 20%..90%", clauses: "when soc unknown: charge at 3A")
    let map = PolicyMap(of: home.subject, around: Self.today)
    for cell in map.cells {
      guard let soc = cell.soc else {
        #expect(
          cell.policy.decision == Decision(.charge, 3, 3) && !cell.policy.dependsOn.contains("optimise"))
        continue
      }
      #expect(cell.policy.dependsOn.contains("optimise"), "\(soc)")
      if soc.lowerBound > 60, 17 * 60..<18 * 60 == cell.minutes.clamped(to: 17 * 60..<18 * 60) {
        #expect(cell.policy.decision.action == .discharge)
      }
    }
    // Each minute and SoC is in one cell.
    let count = map.cells.reduce(0) { $0 + $1.minutes.count * ($1.soc.map(\.count) ?? 1) }
    #expect(count == 7 * 1440 * 102)
  }

  @Test("an explanation gives the reason in money, and what is not known of the house")
  func explanation() throws {
    let home = try OptimisedHome("optimise 20%..90%")
    var readings = Readings.soc(50)
    (readings.pluggedIn, readings.grid) = (true, Watts(400))
    let moment = home.subject.clocks.moment(at: OptimisedHome.start.adding(seconds: 17 * 3600))
    let explanation = Explanation(home.subject, at: moment, readings: readings)
    #expect(
      explanation.considered.last?.because.hasPrefix("sells at 30p: a kWh in the car is worth ") == true)
    #expect(explanation.considered.last?.wanted.action == .discharge)
    #expect(explanation.assumed == ["nothing has been learnt of the house"])
  }

  @Test("a forecast says what it expects to save, and more than the rules without it")
  func saving() throws {
    let home = try OptimisedHome("optimise 20%..90%", clauses: "during 12:00-13:00: idle")
    let house = HomeProfile(seed: 1)
    let forecast = Forecast(of: home.subject, from: OptimisedHome.start, hours: 24, soc: 50, home: house)
    let saving = try #require(
      ForecastSaving(forecast, of: home.subject, from: OptimisedHome.start, hours: 24, soc: 50, home: house))
    #expect(saving.againstNothing > 50)
    #expect(abs((saving.againstRules ?? 0) - saving.againstNothing) < 1e-6)
    #expect(forecast.steps.allSatisfy { $0.choice != nil || $0.decision == .idle })
    let plain = try CompiledText.schedule("otherwise: S2V").subject
    let other = Forecast(of: plain, from: OptimisedHome.start, hours: 24, soc: 50, home: house)
    #expect(
      ForecastSaving(other, of: plain, from: OptimisedHome.start, hours: 24, soc: 50, home: house) == nil)
  }

  @Test("a forecast goes on by what prices are expected to be where they are not published yet")
  func unpublished() throws {
    let day = (0..<48).map { index -> Double? in
      let hour = Double(index) / 2
      return hour < 5 ? 10 : 16 <= hour && hour < 19 ? 40 : 25
    }
    let home = try OptimisedHome(
      "optimise 20%..90%", tariff: "tariff T { prices from csv \"prices.csv\" }",
      published: .halfHours(from: OptimisedHome.start, day))
    let forecast = Forecast(
      of: home.subject, from: OptimisedHome.start.adding(seconds: 12 * 3600), hours: 24, soc: 40,
      home: HomeProfile(seed: 1))
    #expect(
      forecast.steps.contains {
        $0.start >= OptimisedHome.start.adding(seconds: 86_400) && $0.decision.action == .charge
      })
  }

  @Test("programs that choose are equal where all that they say is, and only there")
  func comparison() throws {
    func compare(_ one: String, _ other: String) throws -> Bool {
      func subject(_ body: String) throws -> HomeSchedule {
        try CompiledText.schedule(body, site: "tariff Flux").subject
      }
      return ProgramComparison(from: try subject(one), to: try subject(other), start: Self.today).verdict
        == .equal
    }
    let rules = "when soc unknown: charge at 3A\notherwise: optimise 20%..90%"
    #expect(try compare(rules, "# the same\n" + rules))
    #expect(try !compare(rules, "when soc unknown: charge at 3A\notherwise: optimise 20%..80%"))
    #expect(try !compare(rules, "when soc unknown: charge at 3A\notherwise: optimise 20%..90%, at most 10A"))
    #expect(try !compare(rules, "when soc unknown: charge at 3A\notherwise: S2V"))
  }
}
