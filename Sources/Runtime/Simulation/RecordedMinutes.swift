import ScheduleLang

/// Collects readings into means of whole minutes.
struct RecordedMinutes {
  private struct Sum {
    var total = 0.0
    var count = 0.0
    var mean: Double? { count > 0 ? total / count : nil }
  }

  private typealias Quantity = RecordedColumns.Quantity
  private var sums: [Int64: [Sum]] = [:]
  private var span: ClosedRange<Int64>?

  /// Adds a value; false where it lies too far from the others.
  mutating func add(_ value: Double, of quantity: RecordedColumns.Quantity, at time: Instant) -> Bool {
    let seconds = time.seconds
    let minute = (seconds - ((seconds % 60) + 60) % 60) / 60
    let wide = span.map { min($0.lowerBound, minute)...max($0.upperBound, minute) } ?? minute...minute
    guard wide.upperBound - wide.lowerBound < Int64(RecordedTable.longest) else { return false }
    span = wide
    sums[minute, default: Array(repeating: Sum(), count: Quantity.allCases.count)][quantity.rawValue].total +=
      value
    sums[minute]?[quantity.rawValue].count += 1
    return true
  }

  /// The minutes from the first to the last, those without a reading unknown; nil where there are none.
  func series(name: String) -> HouseSeries? {
    guard let span else { return nil }
    let readings = span.map { minute -> HouseReading in
      guard let sums = sums[minute] else { return HouseReading(home: nil, solar: nil) }
      func mean(_ quantity: Quantity) -> Double? { sums[quantity.rawValue].mean }
      // What the meter shows contains the charger, which is taken out again.
      let net = mean(.grid).flatMap { grid in mean(.charger).map { grid - $0 } }
      let solar = mean(.solar)
      let home = mean(.home) ?? net.flatMap { net in solar.map { net + $0 } }
      return HouseReading(
        home: home.map { Watts($0) }, solar: solar.map { Watts($0) }, grid: net.map { Watts($0) })
    }
    return HouseSeries(start: Instant(seconds: span.lowerBound * 60), readings: readings, name: name)
  }
}
