import Runtime
import ScheduleLang

/// Why a reading does not fit to those before it.
enum RecordedMinutesError: Error {
  /// Its quantity was given as a power before, and is an energy now, or the other way round.
  case otherMeasure
  /// It lies too far from the others.
  case farAway
}

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
  /// What is told at all, if not always known, and whether as an energy.
  private var given: [Quantity: Bool] = [:]

  /// Notes what is told.
  mutating func note(_ measure: RecordedColumns.Measure) throws(RecordedMinutesError) {
    let known = given.updateValue(measure.isEnergy, forKey: measure.quantity)
    if let known, known != measure.isEnergy { throw .otherMeasure }
  }

  /// Adds a value.
  mutating func add(
    _ value: Double, of quantity: RecordedColumns.Quantity, at time: Instant
  ) throws(RecordedMinutesError) {
    let minute = time.seconds.floored(by: 60)
    if span?.contains(minute) != true {
      let wide = span.map { min($0.lowerBound, minute)...max($0.upperBound, minute) } ?? minute...minute
      guard wide.upperBound - wide.lowerBound < Int64(RecordedTable.longest) else { throw .farAway }
      span = wide
    }
    let number = minute.floored(by: 1440)
    if number != dayNumber { turn(to: number) }
    let index = Int(minute - number * 1440) * Quantity.allCases.count + quantity.rawValue
    day.totals[index] += value
    day.counts[index] += 1
  }

  private mutating func turn(to number: Int64) {
    if let dayNumber { days[dayNumber] = day }
    day = days.removeValue(forKey: number) ?? Day()
    dayNumber = number
  }

  /// The minutes from the first to the end of the last, those without a reading unknown; nil where there are none.
  func series(name: String) -> HouseSeries? {
    guard let span else { return nil }
    var known = Quantity.allCases.map { powers($0, over: span) }
    // The last reading holds as long as those before it.
    let count = known.map { $0.count }.max() ?? 0
    for index in known.indices {
      known[index] += repeatElement(Float.nan, count: count - known[index].count)
    }
    var (net, home) = (known[Quantity.grid.rawValue], known[Quantity.home.rawValue])
    let (imported, exported) = (known[Quantity.imported.rawValue], known[Quantity.exported.rawValue])
    // Without a meter for exports there are none.
    for index in net.indices where net[index].isNaN {
      net[index] = imported[index] - (given[.exported] == nil ? 0 : exported[index])
    }
    let solar = known[Quantity.solar.rawValue]
    // What the meter shows contains the charger, which is taken out again; where it is not told there is none.
    if given[.charger] != nil {
      for (index, charger) in known[Quantity.charger.rawValue].enumerated() { net[index] -= charger }
    }
    for index in home.indices where home[index].isNaN { home[index] = net[index] + solar[index] }
    for index in net.indices where net[index].isNaN { net[index] = home[index] - solar[index] }
    return HouseSeries(
      start: Instant(seconds: span.lowerBound * 60), home: home, solar: solar, grid: net,
      plugged: given[.plugged] == nil ? [] : known[Quantity.plugged.rawValue], name: name)
  }

  /// What the charger took in W, minute by minute from the first on; not a number where that is unknown.
  var charger: [Float] { span.map { powers(.charger, over: $0) } ?? [] }

  /// What is told of a quantity, each for as long as it holds; empty where nothing is.
  private func powers(_ quantity: Quantity, over span: ClosedRange<Int64>) -> [Float] {
    given[quantity].map { means(quantity, over: span).held(isEnergy: $0) } ?? []
  }

  /// The means of a quantity, minute by minute; not a number where it is unknown.
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
    return means
  }
}

extension [Float] {
  /// With each number that was recorded every so many minutes, an hour at most, repeated until the next is due.
  ///
  /// The last may reach beyond the end. An energy in Wh becomes the power of the time until then, in W.
  fileprivate func held(isEnergy: Bool) -> [Float] {
    let known = indices.filter { !self[$0].isNaN }
    let holds = RegularSteps.holds(known.map(Int64.init))
    var held = self
    for (index, hold) in zip(known, holds) {
      if isEnergy { held[index] = hold.map { $0 <= 60 ? self[index] * 60 / Float($0) : .nan } ?? .nan }
      guard let hold, hold > 1, hold <= 60 else { continue }
      let end = index + Int(hold)
      if end > held.count { held += repeatElement(.nan, count: end - held.count) }
      for next in index + 1..<end where held[next].isNaN { held[next] = held[index] }
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
