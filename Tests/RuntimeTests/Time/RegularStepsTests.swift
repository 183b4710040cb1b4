import SeededRandomness
import Testing

@testable import Runtime

@Suite("Steps of what was noted at regular times")
struct RegularStepsTests {
  private func holds(_ gaps: [Int64]) -> [Int64?] {
    RegularSteps.holds(gaps.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) })
  }

  @Test("each holds for the steps around it, and the last as long as the one before")
  func steps() {
    #expect(holds([60, 60, 60]) == [60, 60, 60, 60])
    #expect(holds([60, 60, 60, 60, 15, 15, 15, 15]) == [60, 60, 60, 60, 15, 15, 15, 15, 15])
    #expect(holds([15, 15, 15, 15, 60, 60]) == [15, 15, 15, 15, 60, 60, 60])
    #expect(holds([30, 30, 90, 30, 30]) == [30, 30, 30, 30, 30, 30])
    #expect(holds([15, 15, 15, 60, 60, 15, 15, 15]) == [15, 15, 15, 15, 15, 15, 15, 15, 15])
    #expect(holds([]) == [nil])
    #expect(holds([30, 90]) == [nil, nil, nil], "one of each says nothing")
  }

  /// Hours, half hours and quarters in turn, with rows missing: never a value where none is known, and each kept value
  /// for as long as it held.
  @Test("hours, halves and quarters in one list, with holes", arguments: UInt64(1)...20)
  func random(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var rows: [(time: Int64, step: Int64)] = []
    var time: Int64 = 0
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let step: Int64 = [15, 30, 60][Int.random(in: 0...2, using: &random)]
      for _ in 0..<Int.random(in: 24...96, using: &random) {
        rows.append((time, step))
        time += step
      }
    }
    var kept: [(time: Int64, step: Int64)] = []
    var holes = 0
    for (index, row) in rows.enumerated() {
      // Not where one step goes over into another: what is missing there may be either's.
      let isInside =
        index > 5 && index + 5 < rows.count && rows[index - 5].step == row.step
        && rows[index + 5].step == row.step
      if isInside, holes == 0 || Bool.random(using: &random), Int.random(in: 0..<12, using: &random) == 0 {
        holes += 1
        continue
      }
      kept.append(row)
    }
    let holds = RegularSteps.holds(kept.map(\.time))
    for (row, hold) in zip(kept, holds) { #expect(hold == row.step, "\(row.time) of \(kept.map(\.time))") }
  }
}
