/// Tells the SoC that a charger reports in earnest from the values that it makes up.
///
/// A Quasar reports 0 while no power flows and now and then a false 1 %. So 0 is no reading, a step of at most
/// 2 % from the last believed value is believed at once, and everything else, the first value and one of 1 % or
/// less always, only once `requiredReadings` in a row agree on it. While a value is in doubt there is no reading.
struct SoCFilter {
  /// How many readings in a row must agree before a jump is believed.
  static let requiredReadings = 3
  /// By how many percent readings may differ and still agree.
  static let tolerance = 2
  /// Values up to here are never believed at first sight.
  static let suspiciousUpTo = 1

  /// The last value that was believed.
  private var believed: Int?
  /// The value in doubt and how many readings in a row have agreed on it.
  private var candidate: (value: Int, count: Int)?

  /// Takes the register's value and answers the SoC in whole percent, or nil where it cannot be believed now.
  mutating func read(_ raw: UInt16) -> Int? {
    guard (1...100).contains(raw) else {
      candidate = nil
      return nil
    }
    let value = Int(raw)
    let isPlausible = believed.map { SoCFilter.agree($0, value) } ?? false
    if isPlausible && value > SoCFilter.suspiciousUpTo { return accept(value) }

    let agreeing = candidate.map { SoCFilter.agree($0.value, value) ? $0.count : 0 } ?? 0
    if agreeing + 1 >= SoCFilter.requiredReadings { return accept(value) }
    candidate = (value, agreeing + 1)
    return nil
  }

  /// Forgets everything: what follows belongs to another car or another day.
  mutating func reset() { self = SoCFilter() }

  private mutating func accept(_ value: Int) -> Int {
    believed = value
    candidate = nil
    return value
  }

  private static func agree(_ first: Int, _ second: Int) -> Bool { abs(first - second) <= tolerance }
}
