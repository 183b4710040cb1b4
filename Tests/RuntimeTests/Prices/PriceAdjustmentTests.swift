import ScheduleLang
import SeededRandomness
import Testing

@testable import Runtime

@Suite("Price adjustments")
struct PriceAdjustmentTests {
  private func interval(_ start: Int64, _ end: Int64, _ price: Double) -> PriceCurve.Interval {
    .init(Instant(seconds: start)..<Instant(seconds: end), Price(price))
  }

  @Test(
    "a mean is that of every minute of its hour on the clock, or unknown where one of them is",
    arguments: ["UTC", "Europe/Stockholm", "Asia/Kolkata", "Asia/Kathmandu"])
  func averages(name: String) throws {
    let zone = try ZoneRules(identifier: name)
    var random = SeededGenerator(seed: 11)
    // Around the changes of clocks in Europe, and before 1970.
    for day in [20_540, 20_541, 20_750, 20_751, -100].map({ Int64($0) * 86_400 }) {
      for length in [900, 1800, 3600] as [Int64] {
        var intervals: [PriceCurve.Interval] = []
        var time = day + Int64.random(in: 0..<40, using: &random) * 60
        var minutes: [Int64: Double] = [:]
        while time < day + 90_000 {
          let end = time + Int64([5, 15, 15, 30, 60, 200].randomElement(using: &random) ?? 5) * 60
          if Int.random(in: 0..<12, using: &random) > 0 {
            let price = Double(Int.random(in: -20...90, using: &random))
            intervals.append(interval(time, end, price))
            for minute in stride(from: time, to: end, by: 60) { minutes[minute] = price }
          }
          time = end
        }
        let curve = PriceCurve(intervals).adjusted(by: [.average(seconds: Int(length))], in: zone)
        for minute in stride(from: day, to: day + 93_600, by: 60) {
          let offset = Int64(zone.offset(at: Instant(seconds: minute)))
          // The minutes whose clocks show the same part of the same hour.
          let slot = (minute + offset).floored(to: length) - offset
          let all = stride(from: slot, to: slot + length, by: 60).map { minutes[$0] }
          let known = all.compactMap(\.self)
          let expected = known.count == all.count ? known.reduce(0, +) / Double(known.count) : nil
          let found = curve.price(at: Instant(seconds: minute))?.value
          let isSame = zip([found], [expected]).allSatisfy { one, other in
            one.map { one in other.map { abs($0 - one) < 1e-9 } ?? false } ?? (other == nil)
          }
          let texts = [found, expected].map { $0.map { "\($0)" } ?? "nothing" }
          try #require(isSame, "\(name), \(length) s, \(minute - day) s: \(texts)")
        }
      }
    }
  }

  @Test("a price without an end stays without one")
  func endless() throws {
    let zone = try ZoneRules(identifier: "Europe/Berlin")
    let last = PriceCurve.Interval(Instant(seconds: 1800)..<Instant.endless, Price(20))
    let curve = PriceCurve([interval(0, 1800, 10), last]).adjusted(
      by: [.average(seconds: 3600), .plus(Price(1)), .times(2)], in: zone)
    #expect(curve.price(at: Instant(seconds: 60))?.value == 32)
    #expect(curve.price(at: Instant(seconds: 1 << 40))?.value == 42)
    #expect(curve.isOpenEnded(before: Instant(seconds: 1 << 40)))
  }

  @Test("what is undone comes out again")
  func undone() {
    let adjustments: [PriceAdjustment] = [
      .average(seconds: 3600), .plus(Price(4.2)), .times(1.25), .plus(Price(-1)),
    ]
    for price in [-7.5, 0, 31] {
      let raw = adjustments.undone(price)
      #expect(abs(((raw + 4.2) * 1.25 - 1) - price) < 1e-9)
    }
  }
}

extension Int64 {
  fileprivate func floored(to step: Int64) -> Int64 {
    let past = self % step
    return self - (past < 0 ? past + step : past)
  }
}
