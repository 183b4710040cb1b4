import ScheduleLang
import SeededRandomness

@testable import Runtime

/// Decides by two programs at many moments, with readings that wander, to see whether they ever differ.
struct BruteForce {
  let old: HomeSchedule
  let new: HomeSchedule
  let start: CivilDate

  /// What both were told when they differed.
  struct Difference {
    var local: LocalTime
    var readings: Readings
    var before: Decision
    var after: Decision
  }

  private static let powers: [Double?] = [nil, 0, 200, 300, 301, 500, 501, 700, 999, 1000, 1001, 3000]
  private static let prices: [Double?] = [nil, -2, 5, 14, 15, 16, 24, 25, 26, 40]

  /// The first difference in so many walks; nil where there is none.
  func difference(walks: Int, steps: Int, seed: UInt64) -> Difference? {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<walks {
      if let difference = walk(steps: steps, &random) { return difference }
    }
    return nil
  }

  private func walk(steps: Int, _ random: inout SeededGenerator) -> Difference? {
    let day = start.adding(
      days: [0..<8, 0..<45, 0..<420].randomElement(using: &random)?.randomElement(using: &random) ?? 0)
    let minute =
      Bool.random(using: &random)
      ? Int.random(in: 0..<48, using: &random) * 30 : Int.random(in: 0..<1440, using: &random)
    let first = old.clocks.site.instants(of: LocalTime(date: day, minute: minute)).first.adding(seconds: -120)
    let subjects = published(around: first, &random)
    var memories = [Memory(), Memory()]
    var readings = Readings()
    var soc = Int.random(in: 0...100, using: &random)
    for step in 0..<steps {
      if step == 0 || Int.random(in: 0..<3, using: &random) == 0 {
        readings.home = power(&random).map { Watts($0) }
        readings.solar = power(&random).map { Watts($0) }
        readings.grid = power(&random).map { Watts(Bool.random(using: &random) ? $0 : -$0) }
      }
      if step == 0 || Int.random(in: 0..<8, using: &random) == 0 {
        readings.takesNoCharge = Int.random(in: 0..<4, using: &random) == 0
        readings.pluggedIn = [true, true, true, true, nil, false].randomElement(using: &random) ?? true
      }
      soc = min(100, max(0, soc + Int.random(in: -1...1, using: &random)))
      let isKnown = Int.random(in: 0..<6, using: &random) > 0 && readings.pluggedIn != false
      readings.soc = isKnown ? soc : nil
      let instant = first.adding(seconds: step * 60)
      let decisions = subjects.indices.map { index in
        subjects[index].decide(
          at: subjects[index].clocks.moment(at: instant), readings: readings, memory: &memories[index]
        ).decision
      }
      if decisions[0] != decisions[1] {
        return Difference(
          local: old.clocks.site.local(instant), readings: readings, before: decisions[0], after: decisions[1]
        )
      }
    }
    return nil
  }

  private func power(_ random: inout SeededGenerator) -> Double? {
    Self.powers.randomElement(using: &random) ?? nil
  }

  /// Both programs with prices of some half hours.
  private func published(around instant: Instant, _ random: inout SeededGenerator) -> [HomeSchedule] {
    let sources = Set((old.priceSources + new.priceSources))
    guard !sources.isEmpty else { return [old, new] }
    let step: Int64 = 1_800_000
    let here = Instant(milliseconds: instant.milliseconds / step * step)
    var intervals: [PriceCurve.Interval] = []
    for number in -20..<60 {
      guard let price = Self.prices.randomElement(using: &random) ?? nil else { continue }
      let from = here.adding(seconds: number * 1800)
      intervals.append(.init(from..<from.adding(seconds: 1800), Price(price)))
    }
    let curve = PriceCurve(intervals)
    return [old, new].map {
      $0.with(published: Dictionary(uniqueKeysWithValues: sources.map { ($0, curve) }))
    }
  }
}
