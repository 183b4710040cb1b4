import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import SeededRandomness
import Testing

@Suite("The least possible cost")
struct OptimumTests {
  private let start = Instant(seconds: 1_795_392_000)  // 2026-11-23T00:00:00Z
  private let source = PriceSource.csv(path: "prices.csv")

  private func subject(_ prices: [Double?], export: Double? = nil) throws -> HomeSchedule {
    var schedule = Schedule.of(.of(action: .idle))
    schedule.importTariff = Tariff(name: "T", timezone: "Europe/London", periods: [], source: source)
    schedule.exportTariff = Tariff(
      name: "E", timezone: "Europe/London",
      periods: [
        .init(
          name: "all", windows: [Window(.daily(start: 0, end: 1440))], importPrice: nil,
          exportPrice: export.map { Price($0) })
      ])
    return HomeSchedule(
      site: .london(), schedule: schedule, sources: [], clocks: try ClockSet(identifiers: schedule.clocks),
      published: [source: .halfHours(from: start, prices)])
  }

  private func house(_ halfHours: Int, watts: Double) -> HouseSeries {
    HouseSeries(
      start: start,
      readings: Array(repeating: HouseReading(home: Watts(watts), solar: Watts(0)), count: halfHours * 30),
      name: "flat")
  }

  @Test("with nothing to gain it is what the house costs")
  func nothingToGain() throws {
    let subject = try subject([10, 10, 10, 10], export: 0)
    let optimum = Optimum(
      of: subject, over: house(4, watts: 1000), soc: 50,
      demands: [.init(instant: start.adding(seconds: 7200), least: 50)])
    #expect(abs((optimum.bound ?? 0) - 20) < 1e-3)
    #expect(abs((optimum.plan ?? 0) - 20) < 1e-6)
  }

  @Test("charges in the cheapest half hours for a target that is due")
  func cheapest() throws {
    let subject = try subject([30, 10, 20, 40], export: 0)
    // A half hour at 16 A puts 1.656 of 52 kWh into the battery: 3.18 %.
    let optimum = Optimum(
      of: subject, over: house(4, watts: 0), soc: 50,
      demands: [.init(instant: start.adding(seconds: 7200), least: 56)])
    // All that the cheapest takes, and the rest of 3.12 kWh in the next.
    let least = 1.84 * 10 + (3.12 / 0.9 - 1.84) * 20
    let bound = try #require(optimum.bound)
    #expect(bound <= least + 1e-6 && bound > least - 0.01)
    // At most a minute more than that.
    let plan = try #require(optimum.plan)
    #expect(plan >= least - 1e-6 && plan < least + 2 * 20 * 3.68 / 60, "\(plan) \(least)")
  }

  @Test("a demand that cannot be met has no cost; of an hour without a price the cost is not counted")
  func infeasible() throws {
    let due = Optimum.Demand(instant: start.adding(seconds: 3600), least: 60)
    #expect(
      Optimum(of: try subject([1, 1], export: 0), over: house(2, watts: 0), soc: 50, demands: [due]).bound
        == nil)
    let half = Optimum(
      of: try subject([10, nil], export: 0), over: house(2, watts: 1000), soc: 6, demands: [])
    // One minute of discharging is left above the range's end.
    #expect(abs((half.bound ?? 0) - 5) < 0.7)
    #expect(
      Optimum(of: try subject([nil, nil], export: 0), over: house(2, watts: 1000), soc: 50, demands: []).bound
        == nil)
  }

  @Test(
    "comes to the upper end of the range, where the battery takes less and less, as well as charging at once")
  func taper() throws {
    let subject = try subject(Array(repeating: 10, count: 12), export: 0)
    let battery = try #require(BatteryModel(site: subject.site))
    let top = Double(battery.socRange.upperBound)
    let atOnce = Simulation(
      of: Baseline.chargeAtOnce.subject(like: subject), over: house(12, watts: 0), soc: top - 6)
    #expect(atOnce.socEnd.value > top - 0.01)
    let optimum = Optimum(
      of: subject, over: house(12, watts: 0), soc: top - 6,
      demands: [.init(instant: start.adding(seconds: 6 * 3600), least: atOnce.socEnd.value)])
    // The bound fills it as if the battery took all; the plan has to go the slow and lossy way.
    let cost = try #require(atOnce.energy.cost)
    let bound = try #require(optimum.bound)
    #expect(bound <= cost + 1e-6 && bound >= 6.0 / 100 * 52 / 0.9 * 10 - 0.1, "\(bound) \(cost)")
    if let plan = optimum.plan { #expect(plan >= bound - 1e-6) }
  }

  @Test(
    "what three hours of selling earn is no more than the best possible, at any SoC", arguments: [80, 90, 97])
  func selling(soc: Int) throws {
    let subject = try subject(Array(repeating: 30, count: 6), export: 30)
    var schedule = subject.schedule
    schedule.rules = [.of(action: .discharge)]
    let selling = subject.replacing(schedule: schedule)
    let series = house(6, watts: 0)
    let simulation = Simulation(of: selling, over: series, soc: Double(soc))
    let optimum = Optimum(
      of: selling, over: series, simulation, in: CountedTime(of: [simulation]),
      demands: [.init(instant: series.end, least: simulation.socEnd.value)])
    let cost = try #require(simulation.energy.cost)
    #expect(abs(cost + 3 * 3.68 * 30) < 1e-6)
    #expect(abs((optimum.bound ?? 0) - cost) < 0.01, "there is nothing better, and this is not worse")
    #expect(abs((optimum.plan ?? 0) - cost) < 0.01)
  }

  @Test("a charger that only charges sells nothing")
  func chargeOnly() throws {
    var subject = try subject([40, 40, 40, 40], export: 40)
    var site = subject.site
    site.charger.settings["direction"] = .word("charge only")
    subject = subject.replacing(site: site)
    let optimum = Optimum(of: subject, over: house(4, watts: 1000), soc: 80, demands: [])
    #expect(abs((optimum.bound ?? 0) - 80) < 1e-3)
  }

  @Test(
    "currents are whole: half an ampere of sun cannot be followed, but taken in turns by the minute it can")
  func whole() throws {
    // 3.5 A of sun that nobody pays for, and prices that leave nothing else to do.
    let subject = try subject([50, 50, 50, 50], export: 0)
    let series = HouseSeries(
      start: start,
      readings: Array(repeating: HouseReading(home: Watts(0), solar: Watts(805)), count: 120), name: "sun")
    let end = start.adding(seconds: 7200)
    // Two hours at 3 A store 2.35 %; what is more takes a fourth ampere, half of it from the grid.
    let stored = { (amperes: Double) in amperes * 0.23 * ChargerEfficiency.charging.share(at: amperes) * 2 }
    let three = 50 + stored(3) / 52 * 100
    let optimum = Optimum(of: subject, over: series, soc: 50, demands: [.init(instant: end, least: three)])
    #expect(abs(optimum.bound ?? 1) < 1e-3)
    let both = 50 + (stored(3) + stored(4)) / 2 / 52 * 100
    let more = Optimum(of: subject, over: series, soc: 50, demands: [.init(instant: end, least: both)])
    #expect((more.bound ?? 0) > 1)
    #expect((more.plan ?? 0) >= (more.bound ?? 0))
  }

  /// Everything at once: tapers, limits, one-way chargers, quarter-hour prices, loads by the minute, gaps.
  @Test("no schedule ever costs less, and a plan shows that it is near", arguments: UInt64(1)...12)
  func neverBeaten(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var home = OptimumHome(&random)
    var series = home.series(days: 1, every: [1, 5, 30][Int(seed % 3)], &random)
    if seed % 4 == 0 {
      // Some of it was not recorded.
      let gap = Int.random(in: 0..<1000, using: &random)
      let all = series
      let readings = (0..<all.count).map {
        (gap..<gap + 400).contains($0) ? HouseReading(home: nil, solar: nil) : all[$0]
      }
      series = HouseSeries(start: all.start, readings: readings, name: "gap")
    }
    if seed % 2 == 0 { home.site.chargerSoC = 5...88 }
    let subject = try home.subject(days: 1, &random)
    for _ in 0..<4 {
      let schedule = try home.schedule(&random, like: subject)
      let soc = Double(Int.random(in: home.site.chargerSoC, using: &random))
      let simulation = Simulation(of: schedule, over: series, soc: soc)
      let time = CountedTime(of: [simulation])
      let optimum = Optimum(
        of: schedule, over: series, simulation, in: time,
        demands: [.init(instant: series.end, least: simulation.socEnd.value)])
      let (cost, bound) = (simulation.cost(in: time), try #require(optimum.bound))
      #expect(cost >= bound - 1e-4, "\(soc) \(schedule.schedule.rules)")
      guard let plan = optimum.plan else { continue }
      #expect(plan >= bound - 1e-4)
      // In the top percents the bound knows no losses by small currents.
      guard home.site.chargerSoC.upperBound < 90 else { continue }
      #expect(plan - bound <= 0.05 * max(200, abs(bound)), "\(plan) \(bound)")
    }
  }
}
