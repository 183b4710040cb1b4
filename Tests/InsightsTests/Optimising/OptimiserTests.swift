import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Choosing the cheapest")
struct OptimiserTests {
  private static let csv = "tariff T { prices from csv \"prices.csv\" }"

  /// The outcome of one evaluation with nothing remembered.
  private func outcome(
    _ home: OptimisedHome, hour: Int, _ change: (inout Readings) -> Void = { _ in }
  ) -> Outcome {
    var readings = Readings.soc(50)
    (readings.pluggedIn, readings.grid, readings.home) = (true, Watts(500), Watts(500))
    change(&readings)
    var memory = Memory()
    let moment = home.subject.clocks.moment(at: OptimisedHome.start.adding(seconds: hour * 3600))
    return home.subject.decide(at: moment, readings: readings, memory: &memory)
  }

  @Test("buys where it is cheapest and sells where it is dearest")
  func arbitrage() throws {
    let home = try OptimisedHome("optimise 20%..90%")
    #expect(outcome(home, hour: 2).decision == Decision(.charge, 16, 16))
    #expect(outcome(home, hour: 17).decision == Decision(.discharge, -16, -16))
    #expect(outcome(home, hour: 10).decision.maximumCurrent <= 0)
    let minutes = home.minutes(2 * 1440)
    #expect(minutes.allSatisfy { $0.soc.value < 90.5 && $0.soc.value > 19.9 })
    #expect(minutes.contains { $0.soc.value > 75 })
  }

  @Test("says why in money")
  func text() throws {
    let home = try OptimisedHome("optimise 20%..90%")
    let moment = home.subject.clocks.moment(at: OptimisedHome.start.adding(seconds: 2 * 3600))
    let night = try #require(outcome(home, hour: 2).optimised)
    let text = home.subject.text(of: night, at: moment)
    #expect(
      text.wholeMatch(
        of: #/charges at 10p: a kWh in the car is worth [0-9.]+p from [0-9:]+ on, after losses/#) != nil,
      "\(text)")
    let peak = try #require(outcome(home, hour: 17).optimised)
    #expect(home.subject.text(of: peak, at: moment).hasPrefix("sells at 30p: a kWh in the car is worth "))
  }

  @Test("does nothing while the SoC or the price is unknown, or no car is there, and says so")
  func unknown() throws {
    let home = try OptimisedHome("optimise")
    let unknown = outcome(home, hour: 2) { $0.soc = nil }
    #expect(unknown.decision == .idle && unknown.optimised?.reason == .unknownSoC)
    let away = outcome(home, hour: 2) { $0.pluggedIn = false }
    #expect(away.decision == .idle && away.optimised?.reason == .unplugged)
    let unpriced = try OptimisedHome("optimise", tariff: Self.csv)
    let idle = outcome(unpriced, hour: 2)
    #expect(idle.decision == .idle && idle.optimised?.reason == .unknownPrice)
  }

  @Test("sells nothing where nobody knows what that earns")
  func unknownExport() throws {
    let tariff = "tariff T {\nnight 00:00-05:00 import 10p\nday otherwise import 40p\n}"
    let home = try OptimisedHome("optimise 20%..90%", tariff: tariff)
    let evening = outcome(home, hour: 18) { ($0.grid, $0.home) = (Watts(2000), Watts(2000)) }
    #expect(evening.decision.action != .discharge && evening.decision.minimumCurrent < 0)
    #expect(home.minutes(2 * 1440).allSatisfy { $0.outcome.decision.action != .discharge })
  }

  @Test("buys nothing at a price that nobody knows, but for a target that cannot wait")
  func unknownImport() throws {
    let tariff = "tariff T {\nnight 00:00-05:00 import 9p\nevening 16:00-23:00 import 40p\n}"
    let home = try OptimisedHome("optimise 20%..90%, 60% by 07:00", tariff: tariff)
    for soc in [30, 60, 85] {
      #expect(outcome(home, hour: 12) { $0.soc = soc }.decision == .idle)
    }
    #expect(outcome(home, hour: 6) { $0.soc = 85 }.decision == .idle)
    let late = outcome(home, hour: 6) { $0.soc = 50 }
    #expect(late.decision.minimumCurrent > 0 && late.optimised?.reason == .target)
    // A list of prices that has ended is as good as none.
    let curve = PriceCurve.halfHours(from: OptimisedHome.start, Array(repeating: 20, count: 24))
    let listed = try OptimisedHome("optimise 20%..90%", tariff: Self.csv, published: curve)
    #expect(outcome(listed, hour: 30).decision == .idle)
  }

  @Test("says what hinders a target, and no price that none could be")
  func hindered() throws {
    let home = try OptimisedHome(
      "optimise 20%..90%, 80% by 18:00", clauses: "never charge, during 00:00-18:00")
    let noon = try #require(outcome(home, hour: 12) { $0.soc = 30 }.optimised)
    #expect(noon.reason == .targetHindered && noon.worth == nil)
  }

  @Test("tells of a target that will be missed, by as much as it then is")
  func missed() throws {
    let home = try OptimisedHome("optimise 20%..90%, 80% by 07:00, at most 6A")
    let early = outcome(home, hour: 1) { $0.soc = 40 }
    let plan = try #require(early.optimised?.missed)
    #expect(early.concerns.map(\.kind) == [.shortfall(plan)])
    let minutes = home.minutes(6 * 60, from: OptimisedHome.start.adding(seconds: 3600), soc: 40.4)
    #expect(abs(80 - (minutes.last?.soc.value ?? 0) - plan.shortfall) < 2)
    #expect(outcome(home, hour: 1) { $0.soc = 70 }.optimised?.missed == nil)
    #expect(outcome(home, hour: 8) { $0.soc = 40 }.optimised?.missed == nil)
  }

  @Test("charges at once below its range, whatever a kWh costs")
  func low() throws {
    let home = try OptimisedHome("optimise 20%..90%")
    let low = outcome(home, hour: 17) { $0.soc = 15 }
    #expect(low.decision == Decision(.charge, 16, 16) && low.optimised?.reason == .low)
    #expect(outcome(home, hour: 17) { $0.soc = 20 }.decision.minimumCurrent >= 0)
  }

  @Test("takes what it is paid for")
  func negative() throws {
    let home = try OptimisedHome("optimise 20%..90%")
    let paid = outcome(home, hour: 11) {
      ($0.importPrice, $0.exportPrice) = (Price(-20), Price(-25))
    }
    #expect(paid.decision == Decision(.charge, 16, 16))
  }

  @Test("leaves to clauses what is theirs, and never plans what they forbid")
  func clauses() throws {
    let home = try OptimisedHome(
      "optimise", clauses: "reserve 40%\nnever V2G, when soc <= 60%\nnever charge, during 00:00-03:00")
    let minutes = home.minutes(3 * 1440)
    for minute in minutes {
      if minute.current.value < 0 { #expect(minute.soc.value > 39.9) }
      if minute.outcome.decision.action == .discharge { #expect(minute.soc.value > 60) }
    }
    // What is left of the night is enough to fill it.
    #expect(minutes[1440..<2880].contains { $0.current.value > 0 })
  }

  @Test("without selling it feeds the house and no more")
  func withoutSelling() throws {
    let home = try OptimisedHome("optimise 20%..90%, without selling")
    let minutes = home.minutes(2 * 1440, home: { _ in 1500 })
    #expect(minutes.allSatisfy { $0.outcome.decision.action != .discharge })
    // Following the meter rounds to the nearest ampere.
    #expect(minutes.allSatisfy { 1500 + $0.power.value > -116 })
    #expect(minutes.contains { $0.current.value < 0 })
  }

  @Test("keeps to its largest current, and a charger that only charges never discharges")
  func bounds() throws {
    let bound = try OptimisedHome("optimise, at most 8A").minutes(1440)
    #expect(bound.allSatisfy { abs($0.current.value) <= 8 } && bound.contains { $0.current.value == 8 })
    let oneWay = try OptimisedHome("optimise 20%..90%, 80% by 07:00", charger: "direction charge only")
    let minutes = oneWay.minutes(1440, solar: { (600..<800).contains($0) ? 3000 : 0 })
    #expect(minutes.allSatisfy { $0.current.value >= 0 } && minutes.contains { $0.current.value > 0 })
  }

  @Test("the site's limits bind, and plans know of them")
  func limits() throws {
    let home = try OptimisedHome(
      "optimise, 80% by 07:00", site: "grid import limit 2.5kW   export limit 2kW")
    let minutes = home.minutes(2 * 1440, soc: 60)
    #expect(minutes.allSatisfy { 500 + $0.power.value < 2501 && 500 + $0.power.value > -2001 })
    #expect((minutes[1440 + 7 * 60].soc.value) >= 80)
  }

  @Test(
    "meets its deadlines in the cheapest hours, also above its range, on both days on which clocks change")
  func deadlines() throws {
    for start in [OptimisedHome.start, Instant(seconds: 1_774_699_200), Instant(seconds: 1_792_843_200)] {
      let home = try OptimisedHome("optimise 20%..80%, 95% by 07:00")
      let minutes = home.minutes(3 * 1440, from: start, soc: 30)
      for minute in minutes {
        let local = home.subject.clocks.site.local(minute.instant)
        if local.minute == 7 * 60, minute.instant > start.adding(seconds: 8 * 3600) {
          #expect(minute.soc.value >= 94.9, "\(local)")
        }
        if minute.current.value > 0, minute.soc.value > 80.5 {
          #expect(local.minute < 7 * 60 || local.minute > 19 * 60)
        }
      }
    }
  }

  @Test("a deadline is met even where no price is known")
  func unpricedDeadline() throws {
    let home = try OptimisedHome("optimise, 70% by 07:00", tariff: Self.csv)
    let minutes = home.minutes(1440, soc: 50)
    #expect(minutes[7 * 60].soc.value >= 69.9)
    #expect(
      minutes.first { $0.current.value > 0 }.map { $0.instant > OptimisedHome.start.adding(seconds: 3600) }
        == true)
    #expect(minutes.allSatisfy { $0.current.value >= 0 })
  }

  @Test("pays for its wear")
  func wear() throws {
    func discharged(_ battery: String) throws -> Double {
      try OptimisedHome("optimise 20%..90%", battery: battery).minutes(2 * 1440)
        .reduce(0) { $0 + max(0, -$1.power.value) / 60_000 }
    }
    #expect(try discharged("battery 52kWh { wear 60p }") == 0)
    #expect(try discharged("battery 52kWh { wear 1p }") > 10)
  }

  @Test("the same inputs come to the same choice")
  func pure() throws {
    let home = try OptimisedHome("optimise 20%..90%, 80% by 07:00")
    for hour in 0..<24 { #expect(outcome(home, hour: hour) == outcome(home, hour: hour)) }
    let (one, other) = (home.minutes(1440), home.minutes(1440))
    #expect(one.map(\.outcome) == other.map(\.outcome))
  }

  @Test("rules above it win, and it plans around them")
  func rulesAbove() throws {
    let home = try OptimisedHome("optimise 20%..90%", clauses: "during 16:00-18:00: idle")
    let minutes = home.minutes(2 * 1440)
    #expect(minutes[(16 * 60)..<(18 * 60)].allSatisfy { $0.current == .zero })
    #expect(minutes[(18 * 60 + 1)..<(19 * 60)].allSatisfy { $0.current.value == -16 })
  }

  @Test("an unplugged car is left alone, and planned for again when it is back")
  func unplugged() throws {
    let home = try OptimisedHome("optimise 20%..90%, 80% by 07:00")
    let minutes = home.minutes(2 * 1440, soc: 40, pluggedIn: { !(480..<1080).contains($0) })
    #expect(minutes[480..<1080].allSatisfy { $0.outcome.decision == .idle })
    #expect(minutes[1440 + 420].soc.value >= 79.9)
  }

  @Test("between two choices lie five minutes, but at a price, a SoC or a limit")
  func calm() throws {
    let home = try OptimisedHome("optimise 20%..90%")
    // A house that jumps each minute.
    let minutes = home.minutes(
      2 * 1440, home: { 300 + Double(($0 * 7919) % 13) * 250 }, solar: { Double(($0 * 104_729) % 17) * 200 })
    var last = 0
    for index in minutes.indices.dropFirst()
    where minutes[index].outcome.decision != minutes[index - 1].outcome.decision {
      let isSoC = Int(minutes[index].soc.value) != Int(minutes[max(0, last - 1)].soc.value)
      #expect(index - last >= 5 || index % 30 == 0 || isSoC, "minute \(index), after \(last)")
      last = index
    }
  }

  @Test("turns power round at most once in a half hour, though buying and selling in turn would pay")
  func turning() throws {
    let home = try OptimisedHome(
      "optimise 20%..60%",
      tariff: """
        tariff T {
            night  00:30-05:30   import 8p    export 15p
            day    otherwise     import 31p   export 15p
        }
        """)
    let currents = home.minutes(1440, soc: 50).map(\.current.value)
    for half in stride(from: 0, to: 1440, by: 30) {
      let ways = currents[half..<half + 30].filter { $0 != 0 }.map { $0 > 0 }
      #expect(zip(ways, ways.dropFirst()).filter { $0 != $1 }.count <= 1, "minute \(half)")
    }
    // It does go both ways.
    #expect(currents.contains { $0 > 0 } && currents.contains { $0 < 0 })
  }

  @Test("a car that takes nothing is not offered anything, though it was a minute before")
  func takesNothing() throws {
    let home = try OptimisedHome("optimise 20%..90%, 80% by 07:00")
    var readings = Readings.soc(50)
    (readings.pluggedIn, readings.grid, readings.home) = (true, Watts(500), Watts(500))
    var memory = Memory()
    func decide(_ minute: Int) -> Decision {
      let moment = home.subject.clocks.moment(at: OptimisedHome.start.adding(seconds: minute * 60))
      return home.subject.decide(at: moment, readings: readings, memory: &memory).decision
    }
    #expect(decide(4 * 60) == Decision(.charge, 16, 16))
    readings.takesNoCharge = true
    for minute in 1...30 { #expect(decide(4 * 60 + minute).maximumCurrent <= 0) }
    readings.takesNoCharge = false
    #expect(decide(4 * 60 + 40) == Decision(.charge, 16, 16))
  }

  @Test("its targets count as met or missed, and what is charged for one is said to be")
  func targets() throws {
    let home = try OptimisedHome("optimise 20%..90%, 80% by 02:30")
    func targets(soc: Double) -> [DueTarget] {
      let series = OptimisedHome.series(6 * 60, OptimisedHome.start, { _ in 500 }, { _ in 0 })
      return Simulation(of: home.subject, over: series, soc: soc).targets
    }
    let (short, met) = (targets(soc: 55), targets(soc: 75))
    #expect(short.map(\.target) == [80] && short.allSatisfy { !$0.isMet && $0.shortfall > 1 })
    #expect(met.map(\.isMet) == [true])
    let urgent = try #require(outcome(home, hour: 1).optimised)
    #expect(urgent.reason == .target)
    let moment = home.subject.clocks.moment(at: OptimisedHome.start)
    #expect(
      home.subject.text(of: urgent, at: moment)
        == "charges at 10p, for what the car is to have in time; 80% by 02:30 will be 19.9% short")
    #expect(
      home.subject.text(of: urgent, at: moment, left: .idle).hasSuffix("clauses and limits leave idle of it"))
  }

  @Test("knows no price before it was published")
  func publication() throws {
    // Two curves that differ only after what is published on the first morning.
    func curve(_ evening: Double) -> PriceCurve {
      .halfHours(
        from: OptimisedHome.start.adding(seconds: -86_400),
        (0..<192).map { index in
          let hour = Double(index % 48) / 2
          return index >= 96 ? evening : hour < 5 ? 10 : 16 <= hour && hour < 19 ? 40 : 25
        })
    }
    let (one, other) = (curve(5), curve(60))
    let first = try OptimisedHome("optimise 20%..90%", tariff: Self.csv, published: one).minutes(1440)
    let second = try OptimisedHome("optimise 20%..90%", tariff: Self.csv, published: other).minutes(1440)
    #expect(first[..<840].map(\.outcome.decision) == second[..<840].map(\.outcome.decision))
    #expect(first[840...].map(\.outcome.decision) != second[840...].map(\.outcome.decision))
  }
}
