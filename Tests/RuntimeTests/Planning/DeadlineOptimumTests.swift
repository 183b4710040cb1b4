import Foundation
import PeerSupport
import Runtime
import ScheduleLang
import SeededRandomness
import Testing

/// A thousand generated deadlines, driven minute by minute, against linear programming in SciPy.
@Suite(
  "Deadlines against the optimum",
  .enabled(if: PeerPython.isWanted(with: "scipy.optimize"), "needs Python with scipy"))
struct DeadlineOptimumTests {
  /// What Python is told, and what it must not be told: how the schedule did.
  private struct Case: Encodable {
    var start: Int64
    var deadline: Int
    var window: [Int]?
    var charges: Bool
    var kilowatts: Double
    /// Through the charger's grid side until the deadline, in kWh.
    var energy = 0.0
    var prices: [Double]
    var prices_from: Int64

    var capacity: Double
    var amperes: Int
    var soc: Int
    var target: Int
  }

  private struct Result {
    var soc: Double
    var cost: Double
  }

  private static let source = PriceSource.csv(path: "prices.csv")

  private func generated(_ random: inout SeededGenerator) throws -> Case {
    // Both changes of clocks in 2026, and any other day.
    let changes: [Int64] = [1_774_746_000, 1_792_890_000]
    let anyDay = 1_767_225_600 + 60 * Int64.random(in: 0..<500_000, using: &random)
    let nearChange =
      changes[Int.random(in: 0...1, using: &random)] - 60 * Int64.random(in: 0..<1200, using: &random)
    let start = Bool.random(using: &random) ? anyDay : nearChange
    let charges = Int.random(in: 0..<4, using: &random) > 0
    let soc = charges ? Int.random(in: 5...80, using: &random) : Int.random(in: 30...95, using: &random)
    let distance = Int.random(in: 6...60, using: &random)
    let amperes = Int.random(in: 13...32, using: &random)
    var window: [Int]?
    if Bool.random(using: &random) {
      let begin = Int.random(in: 0..<1440, using: &random)
      window = [begin, (begin + Int.random(in: 90...1300, using: &random)) % 1440]
    }
    var prices: [Double] = []
    if Int.random(in: 0..<5, using: &random) > 0 {
      let step = [0.01, 1, 10][Int.random(in: 0...2, using: &random)]
      prices = (0..<60).map { _ in (Double.random(in: -3...40, using: &random) / step).rounded() * step }
    }
    return Case(
      start: start, deadline: Int.random(in: 0..<1440, using: &random), window: window, charges: charges,
      kilowatts: Double(amperes) * 0.23, prices: prices, prices_from: start - start % 1800,
      capacity: Double.random(in: 24...100, using: &random), amperes: amperes, soc: soc,
      target: charges ? min(90, soc + distance) : max(6, soc - distance))
  }

  /// Does what the schedule says until `deadline`.
  private func driven(_ item: Case, until deadline: Instant) throws -> Result {
    var site = Site.london()
    site.battery = WattHours(item.capacity * 1000)
    site.chargerCurrent = 3...item.amperes
    site.chargerSoC = 5...97
    let current = item.charges ? item.amperes : -item.amperes
    let action = Action(
      Decision(item.charges ? .charge : .discharge, current, current), target: Double(item.target),
      deadline: Deadline(minute: item.deadline), range: nowhere)
    let guards = item.window.map { [Guard.during(Window(.daily(start: $0[0], end: $0[1])))] } ?? []
    var schedule = Schedule.of(
      Rule(guards: guards, action: action, range: nowhere), .of(action: .idle))
    let tariff = Tariff(name: "T", timezone: "Europe/London", periods: [], source: Self.source)
    (schedule.importTariff, schedule.exportTariff) = (tariff, tariff)
    let curve = PriceCurve.halfHours(from: Instant(seconds: item.prices_from), item.prices)
    let outlook = Outlook(
      site: site, schedule: schedule, clocks: try ClockSet(identifiers: schedule.clocks),
      published: [Self.source: curve])
    let battery = try #require(BatteryModel(site: site))
    var drive = PlannedDrive(
      schedule, outlook: outlook, battery: battery, soc: Double(item.soc), from: Instant(seconds: item.start))
    drive.run(until: deadline)
    return Result(soc: drive.soc.value, cost: drive.cost)
  }

  @Test("the target is met whenever it can be, for at most two percent more than the least possible")
  func optimum() throws {
    var random = SeededGenerator(seed: 20)
    var cases = try (0..<1000).map { _ in try generated(&random) }
    // Python finds the deadlines first, then the optimum for what was reached.
    let deadlines = try PeerPython.plans(cases).map { Instant(seconds: Int64($0[0])) }
    let results = try zip(cases, deadlines).map { try driven($0, until: $1) }
    for index in cases.indices {
      let moved = abs(results[index].soc - Double(cases[index].soc)) / 100 * cases[index].capacity
      cases[index].energy = cases[index].charges ? moved / 0.9 : moved * 0.9
    }
    let optima = try PeerPython.plans(cases)

    var (met, priced, worst) = (0, 0, 0.0)
    for ((item, result), optimum) in zip(zip(cases, results), optima) {
      let kilowatts = item.charges ? item.kilowatts * 0.9 : item.kilowatts / 0.9
      let percentAMinute = kilowatts / 60 / item.capacity * 100
      let wanted = item.charges ? Double(item.target - item.soc) : Double(item.soc - item.target) - 0.999
      if (wanted / percentAMinute - 1e-6).rounded(.up) <= optimum[1] {
        met += 1
        let isThere =
          item.charges ? result.soc >= Double(item.target) - 1e-9 : Int(result.soc) <= item.target
        #expect(isThere, "\(item) \(result)")
      } else {
        // As far as it goes.
        let reached = Double(item.soc) + (item.charges ? 1 : -1) * optimum[1] * percentAMinute
        #expect(abs(result.soc - reached) <= 2 * percentAMinute, "\(item) \(result)")
      }
      guard optimum[3] > 0 else { continue }
      priced += 1
      worst = max(worst, (result.cost - optimum[2]) / optimum[3])
      #expect(result.cost - optimum[2] <= 0.02 * optimum[3], "\(item) \(result) \(optimum)")
    }
    print(
      "\(cases.count) deadlines: \(met) can be met and are, \(priced) have prices; the dearest plan costs "
        + "\((worst * 10_000).rounded() / 100)% more than the optimum")
    #expect(met > 500 && priced > 500, "the cases say too little")
  }
}

extension PeerPython {
  /// Four numbers for each case: deadline, minutes that it may act, least cost, payments behind that.
  static func plans(_ cases: some Encodable) throws -> [[Double]] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json")
    try JSONEncoder().encode(cases).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Peers/deadlines.py").standardized.path
    let output = try run("import runpy; runpy.run_path(__import__('sys').argv[1])", [script, file.path])
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { Double($0) }
    }
  }
}
