import Foundation
import PeerSupport
import ScheduleLang
import ScheduleSupport
import SeededRandomness
import Testing

@testable import Runtime

/// Generated deadlines, driven minute by minute, against linear programming in SciPy and, above 90 %, brute force: with
/// windows, import limits, rules above, prices that are not out yet, and changes of clocks.
///
/// A thorough run takes a thousand.
@Suite(
  "Deadlines against the optimum",
  .enabled(if: PeerPython.isWanted(with: "scipy.optimize"), "needs Python with scipy"))
struct DeadlineOptimumTests {
  /// What makes a case other than plain.
  private enum Kind: CaseIterable {
    case plain, window, limit, taper, ruleAbove, unpublished
  }

  /// What Python is told.
  private struct Case: Encodable {
    var start: Int64
    var deadline: Int
    var window: [Int]?
    /// When a rule above idles.
    var blocked: [Int]?
    var charges: Bool
    /// The import limit in watts, and what the house takes in each hour of the day.
    var limit: Double?
    var house: [Double]
    /// Through the battery until the deadline, in kWh; not told before the schedule has done it.
    var moved = 0.0
    var prices: [Double]
    var prices_from: Int64
    /// How many of the prices are known at the start; all are four hours later.
    var published: Int

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
  private static let count = Thoroughness.cases(240, of: 1000)
  /// Of the thousand, those that a plan was once too dear for: they are always taken.
  private static let dear = [462, 506, 608, 734, 842, 962, 998]

  private func generated(_ kind: Kind, _ random: inout SeededGenerator) -> Case {
    // Both changes of clocks in 2026, and any other day; prices that repeat themselves do so in winter.
    let changes: [Int64] = [1_774_746_000, 1_792_890_000]
    let anyDay = 1_767_225_600 + 60 * Int64.random(in: 0..<500_000, using: &random)
    let winter = 1_767_225_600 + 60 * Int64.random(in: 0..<90_000, using: &random)
    let nearChange =
      changes[Int.random(in: 0...1, using: &random)] - 60 * Int64.random(in: 0..<1200, using: &random)
    let start = kind == .unpublished ? winter : Bool.random(using: &random) ? anyDay : nearChange
    let charges = kind == .limit || kind == .taper || Int.random(in: 0..<4, using: &random) > 0
    var soc = charges ? Int.random(in: 5...80, using: &random) : Int.random(in: 30...95, using: &random)
    let distance = Int.random(in: 6...60, using: &random)
    var target = charges ? min(90, soc + distance) : max(6, soc - distance)
    if kind == .taper {
      soc = Int.random(in: 60...89, using: &random)
      target = Int.random(in: 91...96, using: &random)
    }
    func window(_ length: ClosedRange<Int>) -> [Int] {
      let begin = Int.random(in: 0..<1440, using: &random)
      return [begin, (begin + Int.random(in: length, using: &random)) % 1440]
    }
    var prices: [Double] = []
    let step = [0.01, 1, 10][Int.random(in: 0...2, using: &random)]
    func price() -> Double {
      (Double.random(in: kind == .taper ? 0...40 : -3...40, using: &random) / step).rounded() * step
    }
    let isPriced = kind == .unpublished || kind == .taper || Int.random(in: 0..<5, using: &random) > 0
    if isPriced { prices = (0..<60).map { _ in price() } }
    var (pricesFrom, published) = (start - start % 1800, prices.count)
    if kind == .unpublished {
      let day = Array(prices.prefix(48))
      prices = day + day + day + day
      pricesFrom -= 86_400
      published = 48 + Int.random(in: 10...40, using: &random)
    }
    return Case(
      start: start, deadline: Int.random(in: 0..<1440, using: &random),
      window: kind == .window || kind == .limit ? window(90...1300) : nil,
      blocked: kind == .ruleAbove ? window(60...900) : nil, charges: charges,
      limit: kind == .limit ? Double.random(in: 3500...7000, using: &random) : nil,
      house: kind == .limit ? (0..<24).map { _ in Double.random(in: 200...3000, using: &random) } : [],
      prices: prices, prices_from: pricesFrom, published: published,
      capacity: Double.random(in: 24...100, using: &random),
      amperes: Int.random(in: 13...32, using: &random), soc: soc, target: target)
  }

  /// A house of which each hour of the day is known.
  private struct HourlyHouse: HouseSource {
    var hours: [Double]
    var name: String { "hours" }

    func reading(at moment: Moment) -> HouseReading {
      HouseReading(home: Watts(hours[moment.local.minute / 60]), solar: Watts(0))
    }
  }

  /// Does what the schedule says until `deadline`.
  private func driven(_ item: Case, until deadline: Instant) throws -> Result {
    var site = Site.london()
    site.battery = WattHours(item.capacity * 1000)
    site.chargerCurrent = 3...item.amperes
    site.chargerSoC = 5...97
    site.importLimit = item.limit.map { Watts($0) }
    let current = item.charges ? item.amperes : -item.amperes
    let action = Action(
      Decision(item.charges ? .charge : .discharge, current, current), target: Double(item.target),
      deadline: Deadline(minute: item.deadline), range: nowhere)
    func during(_ window: [Int]) -> Guard { .during(Window(.daily(start: window[0], end: window[1]))) }
    var schedule = Schedule.of(
      Rule(guards: item.window.map { [during($0)] } ?? [], action: action, range: nowhere),
      .of(action: .idle))
    if let blocked = item.blocked { schedule.rules.insert(.of(during(blocked), action: .idle), at: 0) }
    let tariff = Tariff(name: "T", timezone: "Europe/London", periods: [], source: Self.source)
    (schedule.importTariff, schedule.exportTariff) = (tariff, tariff)
    func outlook(published: Int) throws -> Outlook {
      let curve = PriceCurve.halfHours(
        from: Instant(seconds: item.prices_from), item.prices.prefix(published).map { $0 })
      return Outlook(
        site: site, schedule: schedule, clocks: try ClockSet(identifiers: schedule.clocks),
        published: [Self.source: curve], usualHouse: item.limit.map { _ in HourlyHouse(hours: item.house) })
    }
    let battery = try #require(BatteryModel(site: site))
    var drive = PlannedDrive(
      schedule, outlook: try outlook(published: item.published), battery: battery, soc: Double(item.soc),
      from: Instant(seconds: item.start))
    drive.hours = item.house
    if item.published < item.prices.count {
      drive.run(until: min(deadline, drive.now.adding(seconds: 4 * 3600)))
      drive.outlook = try outlook(published: item.prices.count)
    }
    drive.run(until: deadline)
    return Result(soc: drive.soc.value, cost: drive.cost)
  }

  @Test("the target is met whenever it can be, for at most two percent more than the least possible")
  func optimum() throws {
    var random = SeededGenerator(seed: 20)
    let thousand = (0..<1000).map { generated(Kind.allCases[$0 % Kind.allCases.count], &random) }
    let dear = Self.dear.filter { $0 >= Self.count }
    var cases: [Case] = thousand.prefix(Self.count) + dear.map { thousand[$0] }
    // Python finds the deadlines first, then the optimum for what was reached.
    let deadlines = try PeerPython.plans(cases).map { Instant(seconds: Int64($0[0])) }
    let results = try zip(cases, deadlines).map { try driven($0, until: $1) }
    for index in cases.indices {
      cases[index].moved = abs(results[index].soc - Double(cases[index].soc)) / 100 * cases[index].capacity
    }
    let optima = try PeerPython.plans(cases)

    var (met, priced, worst) = (0, 0, 0.0)
    for ((item, result), optimum) in zip(zip(cases, results), optima) {
      let kilowatts = Double(item.amperes) * 0.23 * (item.charges ? 0.9 : 1 / 0.9)
      let percentAMinute = kilowatts / 60 / item.capacity * 100
      let wanted = item.charges ? Double(item.target - item.soc) : Double(item.soc - item.target) - 0.999
      let canBeMet = (wanted / percentAMinute - 1e-6).rounded(.up) * percentAMinute <= optimum[1] + 1e-6
      if item.charges, item.target > 90 ? wanted <= optimum[1] : canBeMet,
        item.limit == nil || wanted <= optimum[1] - percentAMinute
      {
        met += 1
        #expect(result.soc >= Double(item.target) - 1e-9, "\(item) \(result)")
      } else if !item.charges, canBeMet {
        met += 1
        #expect(Int(result.soc) <= item.target, "\(item) \(result)")
      } else {
        // As far as it goes.
        let reached = Double(item.soc) + (item.charges ? 1 : -1) * min(optimum[1], wanted)
        #expect(abs(result.soc - reached) <= 2 * percentAMinute, "\(item) \(result) \(optimum)")
        continue
      }
      guard optimum[3] > 0 else { continue }
      priced += 1
      // Minutes are whole: where little is paid in all, a part of one at a usual price is more than that.
      let minute = 10 * Double(item.amperes) * 0.23 / 60 / 2
      if result.cost - optimum[2] > minute { worst = max(worst, (result.cost - optimum[2]) / optimum[3]) }
      #expect(
        result.cost - optimum[2] <= max(0.02 * optimum[3], minute), "\(item) \(result) \(optimum)")
    }
    print(
      "\(cases.count) deadlines: \(met) can be met and are, \(priced) have prices; the dearest plan costs "
        + "\((worst * 10_000).rounded() / 100)% more than the optimum")
    #expect(met > Self.count / 2 && priced > Self.count / 2, "the cases say too little")
  }
}

extension PeerPython {
  /// Four numbers for each case: deadline, by how many percent the SoC can change, least cost, payments behind that.
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
