import Runtime
import ScheduleLang
import SeededRandomness
import Testing

@Suite("The least possible cost")
struct OptimumTests {
  private let start = Instant(seconds: 1_795_392_000)  // 2026-11-23T00:00:00Z
  private let source = PriceSource.csv(path: "prices.csv")

  private func subject(_ prices: [Double?], export: Double? = nil) throws -> ReportSubject {
    var schedule = Schedule.of(.of(action: .idle))
    schedule.importTariff = Tariff(name: "T", timezone: "Europe/London", periods: [], source: source)
    schedule.exportTariff = Tariff(
      name: "E", timezone: "Europe/London",
      periods: [
        .init(
          name: "all", windows: [Window(.daily(start: 0, end: 1440))], importPrice: nil,
          exportPrice: export.map { Price($0) })
      ])
    return ReportSubject(
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
    #expect(abs((optimum.cost ?? 0) - 20) < 1e-6)
  }

  @Test("charges in the cheapest half hours for a target that is due")
  func cheapest() throws {
    let subject = try subject([30, 10, 20, 40], export: 0)
    // A half hour at 16 A puts 1.656 of 52 kWh into the battery: 3.18 %.
    let optimum = Optimum(
      of: subject, over: house(4, watts: 0), soc: 50,
      demands: [.init(instant: start.adding(seconds: 7200), least: 56)])
    // 3 % at each of the two cheapest: 1.56 kWh that took 1.733 kWh.
    #expect(abs((optimum.cost ?? 0) - (10 + 20) * 1.56 / 0.9) < 0.2)
  }

  @Test("a demand that cannot be met has no cost, nor has a time without a price")
  func infeasible() throws {
    let due = Optimum.Demand(instant: start.adding(seconds: 3600), least: 60)
    #expect(
      Optimum(of: try subject([1, 1], export: 0), over: house(2, watts: 0), soc: 50, demands: [due]).cost
        == nil)
    #expect(
      Optimum(of: try subject([1, nil], export: 0), over: house(2, watts: 0), soc: 50, demands: []).cost
        == nil)
  }

  @Test("comes as near to the upper end of the range as half hours do, where the battery takes less and less")
  func taper() throws {
    let subject = try subject([10, 10, 10, 10, 10, 10, 10, 10], export: 0)
    let battery = try #require(BatteryModel(site: subject.site))
    let top = Double(battery.socRange.upperBound)
    let optimum = Optimum(
      of: subject, over: house(8, watts: 0), soc: top - 4,
      demands: [.init(instant: start.adding(seconds: 4 * 3600), least: top)])
    // At least what goes into the battery at the best efficiency, at most what charging at once takes.
    let stored = 3.0 / 100 * battery.capacity.value / 1000
    let atOnce = Simulation(
      of: Baseline.chargeAtOnce.subject(like: subject), over: house(8, watts: 0), soc: top - 4)
    #expect(atOnce.socEnd.value > top - 0.01)
    let cost = try #require(optimum.cost)
    #expect(cost >= stored / 0.9 * 10 && cost <= (atOnce.energy.cost ?? 0) + 1)
  }

  /// Every sequence of grid moves, one after the other: slower, and with nothing in common but the moves.
  @Test("finds what trying every plan finds", arguments: UInt64(1)...12)
  func exhaustive(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let prices = (0..<4).map { _ in Double.random(in: -5...40, using: &random) }
    let export = Double.random(in: 0...15, using: &random)
    let subject = try subject(prices, export: export)
    let watts = Double.random(in: 0...3000, using: &random)
    let moves: [Double: Double] = try Dictionary(
      uniqueKeysWithValues: [-3.0, -1.5, 0, 1.5, 3].map { percent in
        (percent, try power(moving: percent, of: #require(BatteryModel(site: subject.site))))
      })
    func least(_ index: Int, _ soc: Double) -> Double {
      guard index < 4 else { return soc >= 50 ? 0 : .infinity }
      return moves.map { percent, kilowatts in
        let net = watts / 1000 + kilowatts
        return net * 0.5 * (net >= 0 ? prices[index] : export) + least(index + 1, soc + percent)
      }.min() ?? .infinity
    }
    let optimum = Optimum(
      of: subject, over: house(4, watts: watts), soc: 50,
      demands: [.init(instant: start.adding(seconds: 7200), least: 50)], grid: 1.5)
    #expect(abs((optimum.cost ?? .infinity) - least(0, 50)) < 1e-3)
  }

  /// The kW at the grid side that move the SoC so far in half an hour, by bisection over the car's own model.
  private func power(moving percent: Double, of battery: BatteryModel) -> Double {
    if percent == 0 { return 0 }
    func share(_ amperes: Double) -> Double {
      let curve: ChargerEfficiency = percent > 0 ? .charging : .discharging
      return curve.share(at: amperes)
    }
    let stored = abs(percent) / 100 * battery.capacity.value / 1000 / 0.5
    var (low, high) = (3.0, 16.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let kilowatts = middle * 0.23
      let moved = percent > 0 ? kilowatts * share(middle) : kilowatts / share(middle)
      if moved < stored { low = middle } else { high = middle }
    }
    return percent > 0 ? high * 0.23 : -high * 0.23
  }
}
