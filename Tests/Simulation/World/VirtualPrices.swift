import Runtime
import ScheduleLang
import SeededRandomness

/// The prices of half hours, as a supplier publishes them: the next day's in the afternoon, late at times and with holes.
struct VirtualPrices {
  private struct Day {
    var publication: Instant
    var intervals: [PriceCurve.Interval]
  }

  private var days: [Day] = []
  private var publishedCount = 0

  private static let halfHour: Int64 = 1800

  /// Makes the prices of so many days from the day of `start` on.
  init(from start: Instant, days count: Int, random: inout SeededGenerator) {
    let midnight = start.seconds - (start.seconds % 86_400 + 86_400) % 86_400
    for day in 0..<Int64(count) {
      let begin = midnight + day * 86_400
      let hole = random.chance(0.3) ? random.number(in: 0...47) : 48
      let holeEnd = hole + random.number(in: 1...10)
      var intervals: [PriceCurve.Interval] = []
      for half in 0..<48 {
        let price = Double(random.number(in: -300...3500)) / 100
        guard half < hole || half >= holeEnd else { continue }
        let from = Instant(seconds: begin + Int64(half) * Self.halfHour)
        intervals.append(.init(from..<from.adding(seconds: Int(Self.halfHour)), Price(price)))
      }
      // At four in the afternoon, and seldom only hours later.
      let late = random.chance(0.3) ? random.number(in: 600...50_000) : 0
      days.append(
        Day(publication: Instant(seconds: begin - 8 * 3600 + Int64(late)), intervals: intervals))
    }
  }

  /// All prices that are published by `now`, where some are that were not before.
  mutating func news(at now: Instant) -> PriceCurve? {
    let count = days.filter { $0.publication <= now }.count
    guard count != publishedCount else { return nil }
    publishedCount = count
    return PriceCurve(days.filter { $0.publication <= now }.flatMap(\.intervals))
  }
}
