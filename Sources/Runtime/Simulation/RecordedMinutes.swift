import ScheduleLang

/// Collects readings, in any order, into means of whole minutes.
struct RecordedMinutes {
  private typealias Quantity = RecordedColumns.Quantity

  /// Sums over the minutes of a day, all quantities of a minute side by side.
  private struct Day {
    var totals = [Double](repeating: 0, count: 1440 * Quantity.allCases.count)
    var counts = [UInt32](repeating: 0, count: 1440 * Quantity.allCases.count)
  }

  /// By number since 1970, but for the one at hand.
  private var days: [Int64: Day] = [:]
  private var day = Day()
  private var dayNumber: Int64?
  private var span: ClosedRange<Int64>?
  /// Whether the charger's part is told at all; where it is not there is none.
  private var hasCharger = false

  /// Notes that the charger's part of what the meter shows is told, if not always known.
  mutating func noteCharger() { hasCharger = true }

  /// Adds a value; false where it lies too far from the others.
  mutating func add(_ value: Double, of quantity: RecordedColumns.Quantity, at time: Instant) -> Bool {
    let minute = time.seconds.floored(by: 60)
    if span?.contains(minute) != true {
      let wide = span.map { min($0.lowerBound, minute)...max($0.upperBound, minute) } ?? minute...minute
      guard wide.upperBound - wide.lowerBound < Int64(RecordedTable.longest) else { return false }
      span = wide
    }
    let number = minute.floored(by: 1440)
    if number != dayNumber { turn(to: number) }
    let index = Int(minute - number * 1440) * Quantity.allCases.count + quantity.rawValue
    day.totals[index] += value
    day.counts[index] += 1
    return true
  }

  private mutating func turn(to number: Int64) {
    if let dayNumber { days[dayNumber] = day }
    day = days.removeValue(forKey: number) ?? Day()
    dayNumber = number
  }

  /// The minutes from the first to the last, those without a reading unknown; nil where there are none.
  func series(name: String) -> HouseSeries? {
    guard let span else { return nil }
    let (grid, solar) = (means(.grid, over: span), means(.solar, over: span))
    var home = means(.home, over: span)
    var net = grid
    // What the meter shows contains the charger, which is taken out again.
    if hasCharger {
      for (index, charger) in means(.charger, over: span).enumerated() { net[index] -= charger }
    }
    for index in home.indices where home[index].isNaN { home[index] = net[index] + solar[index] }
    for index in net.indices where net[index].isNaN { net[index] = home[index] - solar[index] }
    return HouseSeries(
      start: Instant(seconds: span.lowerBound * 60), home: home, solar: solar, grid: net, name: name)
  }

  /// The means of a quantity, minute by minute; not a number where it is unknown.
  ///
  /// A value that was recorded every so many minutes, an hour at most, holds until the next is due.
  private func means(_ quantity: Quantity, over span: ClosedRange<Int64>) -> [Float] {
    var means = [Float](repeating: .nan, count: Int(span.upperBound - span.lowerBound) + 1)
    for (number, day) in days.merging(dayNumber.map { [$0: day] } ?? [:], uniquingKeysWith: { $1 }) {
      let first = number * 1440
      for minute in max(first, span.lowerBound)...min(first + 1439, span.upperBound) {
        let index = Int(minute - first) * Quantity.allCases.count + quantity.rawValue
        guard day.counts[index] > 0 else { continue }
        means[Int(minute - span.lowerBound)] = Float(day.totals[index] / Double(day.counts[index]))
      }
    }
    return means.held()
  }
}

extension [Float] {
  /// With each number repeated for as many minutes as numbers usually lie apart, an hour at most.
  fileprivate func held() -> [Float] {
    let known = indices.filter { !self[$0].isNaN }
    var counts = [Int](repeating: 0, count: 61)
    for (one, other) in zip(known, known.dropFirst()) where other - one <= 60 { counts[other - one] += 1 }
    guard let step = counts.indices.max(by: { (counts[$0], $1) < (counts[$1], $0) }), step > 1,
      counts[step] >= 3, counts[step] > known.count / 2
    else { return self }
    var held = self
    for index in known {
      for next in index + 1..<Swift.min(index + step, count) {
        guard self[next].isNaN else { break }
        held[next] = self[index]
      }
    }
    return held
  }
}

extension Int64 {
  /// The quotient by `divisor`, rounded down.
  fileprivate func floored(by divisor: Int64) -> Int64 {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}
