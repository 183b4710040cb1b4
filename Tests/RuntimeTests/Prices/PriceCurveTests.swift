import Runtime
import ScheduleLang
import SeededRandomness
import Testing

@Suite("Price curves")
struct PriceCurveTests {
  private func minutes(_ range: Range<Int>) -> Range<Instant> {
    Instant(seconds: Int64(range.lowerBound) * 60)..<Instant(seconds: Int64(range.upperBound) * 60)
  }

  /// Every minute against a plain array into which the intervals are painted one after the other.
  @Test("of intervals that overlap the later start holds, of equal starts the last")
  func overlaps() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      var given: [(Range<Int>, Double)] = []
      for index in 0..<Int.random(in: 0...6, using: &random) {
        let start = Int.random(in: 0..<40, using: &random)
        given.append((start..<start + Int.random(in: 0...20, using: &random), Double(index)))
      }
      var painted = [Double?](repeating: nil, count: 70)
      for (range, price) in given.enumerated().sorted(by: {
        ($0.element.0.lowerBound, $0.offset) < ($1.element.0.lowerBound, $1.offset)
      }).map(\.element) {
        for minute in range { painted[minute] = price }
      }
      let curve = PriceCurve(given.map { .init(minutes($0.0), Price($0.1)) })
      let found = painted.indices.map { curve.price(at: Instant(seconds: Int64($0) * 60))?.value }
      #expect(found == painted, "\(given)")
      if found != painted { return }
    }
  }

  /// Every minute against a plain array.
  @Test("what is taken out is unknown, all else stays, and the first gap is the first")
  func gaps() {
    var random = SeededGenerator(seed: 6)
    func range() -> Range<Int> {
      let start = Int.random(in: 0..<50, using: &random)
      return start..<start + Int.random(in: 0...20, using: &random)
    }
    for _ in 0..<300 {
      let whole = PriceCurve((0..<4).map { .init(minutes(range()), Price(Double($0))) })
      let hole = range()
      let curve = whole.without(minutes(hole))
      let known = (0..<80).map { minute -> Double? in
        let instant = Instant(seconds: Int64(minute) * 60)
        let expected = hole.contains(minute) ? nil : whole.price(at: instant)?.value
        #expect(curve.price(at: instant)?.value == expected)
        return expected
      }
      let asked = range()
      let first = asked.first { known[$0] == nil }
      let gap = curve.firstGap(
        from: minutes(asked).lowerBound, to: minutes(asked).upperBound)
      let end = first.map { first in (first..<asked.upperBound).first { known[$0] != nil } ?? asked.upperBound
      }
      #expect(gap == first.flatMap { first in end.map { minutes(first..<$0) } })
    }
  }

  @Test("a price holds from its start until before its end, and a gap is unknown")
  func ends() {
    let curve = PriceCurve([
      .init(minutes(30..<60), Price(0)), .init(minutes(90..<120), Price(-4)),
    ])
    let found = [29, 30, 59, 60, 89, 90, 119, 120].map {
      curve.price(at: Instant(seconds: Int64($0) * 60))?.value
    }
    #expect(found == [nil, 0, 0, nil, nil, -4, -4, nil])
  }
}
