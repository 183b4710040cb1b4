import ScheduleLang
import SeededRandomness
import Testing

@testable import Insights

/// Many sets of days, asked about one day at once.
@Suite("Index of sets of days")
struct DaySetIndexTests {
  /// A set of some dates, weekdays, months, names and exceptions.
  private func days(_ random: inout SeededGenerator, depth: Int = 0) -> DaySet {
    var days = DaySet()
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let first = Int.random(in: 20_780..<20_880, using: &random)
      days.dates.append(first...first + Int.random(in: 0...80, using: &random))
    }
    if Int.random(in: 0..<4, using: &random) == 0 {
      days.weekdays = UInt8.random(in: 0..<128, using: &random)
    }
    if Int.random(in: 0..<4, using: &random) == 0 {
      days.months = 1 << UInt16.random(in: 1...12, using: &random)
    }
    guard depth < 2 else { return days }
    if Int.random(in: 0..<4, using: &random) == 0 { days.members = [self.days(&random, depth: depth + 1)] }
    if Int.random(in: 0..<4, using: &random) == 0 { days.excluded = [self.days(&random, depth: depth + 1)] }
    return days
  }

  @Test("finds those that contain a day", arguments: 1...10)
  func containing(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let sets = (0..<60).map { _ in days(&random) }
    let index = DaySetIndex(sets)
    for number in 20_770..<20_970 {
      let day = CivilDate(dayNumber: number)
      #expect(index.numbers(containing: day).sorted() == sets.indices.filter { sets[$0].contains(day) })
    }
  }
}
