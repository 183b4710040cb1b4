import Foundation
import PeerSupport
import Insights
import Runtime
import ScheduleLang
import SeededRandomness
import Testing

/// Random days and weeks of random homes, against linear programming in SciPy.
@Suite(
  "The least possible cost against linear programming",
  .enabled(if: PeerPython.isWanted(with: "scipy.optimize"), "needs Python with scipy"))
struct OptimumPeerTests {
  /// What Python is told.
  private struct Case: Encodable {
    var house: [Double]
    var dear: [Double]
    var paid: [Double]
    var capacity: Double
    var amperes: Int
    var discharges: Bool
    var import_limit: Double?
    var export_limit: Double?
    var bottom: Double
    var top: Double
    var start: Double
    var end: Double
  }

  /// What came of a case here.
  private struct Found {
    var item: Case
    var bound: Double
    var plan: Double?
    /// What schedules cost, and the bound that holds for each.
    var schedules: [(cost: Double, bound: Double)]
    /// All payments of a house without a charger, whatever their sign.
    var turnover: Double
  }

  /// A home of `days`, whose house changes every so many minutes.
  private func found(_ random: inout SeededGenerator, days: Int, every: Int) throws -> Found {
    var home = OptimumHome(&random)
    home.site.chargerSoC = Int.random(in: 5...20, using: &random)...Int.random(in: 70...90, using: &random)
    let series = home.series(days: days, every: every, &random)
    let subject = try home.subject(days: days, &random)
    let soc = Double(Int.random(in: home.site.chargerSoC, using: &random))
    let nothing = Simulation(of: Baseline.nothing.subject(like: subject), over: series, soc: soc)
    func optimum(_ simulation: Simulation) -> Optimum {
      Optimum(
        of: subject, over: series, simulation, in: CountedTime(of: [simulation]),
        demands: [.init(instant: series.end, least: simulation.socEnd.value)])
    }
    let schedules = try (0..<(days > 1 ? 1 : 3)).map { _ in
      let simulation = Simulation(of: try home.schedule(&random, like: subject), over: series, soc: soc)
      return (simulation.energy.cost ?? .nan, optimum(simulation).bound ?? .nan)
    }
    let least = optimum(nothing)
    let percent = (home.site.battery?.value ?? 0) / 100_000
    let amperes = home.site.chargerCurrent.upperBound
    let out = Double(amperes) * 0.23 / ChargerEfficiency.discharging.share(at: Double(amperes)) / 60
    let bottom =
      Double(home.site.chargerSoC.lowerBound + 1) * percent - (home.site.chargerDischarges ? out : 0)
    let item = Case(
      house: (0..<series.count).map { series[$0].grid?.value ?? 0 }, dear: home.dear, paid: home.paid,
      capacity: percent * 100, amperes: amperes, discharges: home.site.chargerDischarges,
      import_limit: home.site.importLimit.map { $0.value / 1000 },
      export_limit: home.site.exportLimit.map { $0.value / 1000 }, bottom: min(bottom, soc * percent),
      top: Double(home.site.chargerSoC.upperBound) * percent, start: soc * percent, end: soc * percent)
    let turnover = (0..<series.count).reduce(0.0) { sum, minute in
      let watts = series[minute].grid?.value ?? 0
      return sum + abs(watts) / 60_000 * abs((watts > 0 ? home.dear : home.paid)[minute / 15])
    }
    return Found(
      item: item, bound: try #require(least.bound), plan: least.plan,
      schedules: schedules, turnover: turnover)
  }

  @Test(
    "days by the minute and weeks by the quarter, 24 each in a thorough run: as linear programming has it, and no schedule below"
  )
  func linearProgram() throws {
    var random = SeededGenerator(seed: 16)
    let count = Thoroughness.cases(4, of: 24)
    let days = try (0..<count).map { _ in try found(&random, days: 1, every: 1) }
    let weeks = try (0..<count).map { _ in try found(&random, days: 7, every: 15) }
    let all = days + weeks
    let least = try PeerPython.optima(all.map(\.item))
    try #require(least.count == all.count)
    var (worst, gap, plans) = (0.0, 0.0, 0)
    #expect(least.count { $0.isNaN } <= max(2, all.count / 4), "most can be met")
    for (found, least) in zip(all, least) where !least.isNaN {
      // A cost near 0 is no measure: what passes through the meter without a charger is.
      let measure = max(abs(least), found.turnover)
      #expect(found.bound <= least + 1e-5 * measure, "\(found.bound) \(least)")
      #expect(found.bound >= least - 0.01 * measure, "\(found.bound) \(least)")
      worst = max(worst, (least - found.bound) / measure)
      for (cost, bound) in found.schedules { #expect(cost >= bound - 1e-6 * measure) }
      guard let plan = found.plan else { continue }
      plans += 1
      #expect(plan >= least - 1e-6 * measure, "whole amperes are no better than shares of them")
      #expect(plan <= least + 0.03 * measure, "\(plan) \(least)")
      gap = max(gap, (plan - found.bound) / measure)
    }
    #expect(plans > all.count / 2, "a plan is seldom missing")
    print(
      "\(all.count) stretches: the bound lies up to \(Self.percent(worst)) below the linear program, the plan up to "
        + "\(Self.percent(gap)) above the bound")
  }

  private static func percent(_ share: Double) -> String { "\((share * 100_000).rounded() / 1000)%" }
}

extension PeerPython {
  /// The least cost of each case.
  static func optima(_ cases: some Encodable) throws -> [Double] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json")
    try JSONEncoder().encode(cases).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Peers/optimum.py").standardized.path
    let output = try run("import runpy; runpy.run_path(__import__('sys').argv[1])", [script, file.path])
    return String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { Double($0) }
  }
}
