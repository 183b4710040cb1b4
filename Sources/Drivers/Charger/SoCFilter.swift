import Platform

/// Tells the SoC that a charger reports in earnest from the values that it makes up.
///
/// A Quasar reports 0 while no power flows and now and then a false 1 %. So 0 is no reading, a step of at most
/// 2 % from the last believed value is believed at once, and everything else, the first value and one of 1 % or
/// less that comes anew, only once it has lasted. While a value is in doubt there is no reading.
struct SoCFilter {
  /// How many readings in a row must agree before a value in doubt is believed.
  static let requiredReadings = 3
  /// How much time must lie between the first and the last of them.
  ///
  /// Readings are a second apart, nearly; while the wall clock is set they may come sooner.
  static let requiredTime: Duration = .milliseconds(1900)
  /// The same for a first value, beside which there is nothing to tell a false one by.
  static let requiredFirstTime: Duration = .milliseconds(4900)
  /// The same for a value that is known to be made up at times.
  static let requiredSuspiciousTime: Duration = .milliseconds(9900)
  /// The longest time between two of those; what lies in between was not seen.
  static let longestSuspiciousGap: Duration = .milliseconds(3100)
  /// By how many percent readings may differ and still agree.
  static let tolerance = 2
  /// Values up to here are not believed at first sight, but where one has lasted already.
  static let suspiciousUpTo = 1

  private struct Candidate {
    var value: Int
    var count = 1
    /// The deadlines of the first and the last reading that agree.
    var first: ExchangeDeadline
    var last: ExchangeDeadline
  }

  /// The last value that was believed.
  private var believed: Int?
  /// The value in doubt.
  private var candidate: Candidate?

  /// Takes the register's value and answers the SoC in whole percent, or nil where it cannot be believed now.
  ///
  /// - Parameter deadline: the deadline of the reading; deadlines are as far from each other as the readings.
  mutating func read(_ raw: UInt16, by deadline: ExchangeDeadline) -> Int? {
    guard (1...100).contains(raw) else {
      candidate = nil
      return nil
    }
    let value = Int(raw)
    let isSuspicious = value <= SoCFilter.suspiciousUpTo && believed ?? .max > SoCFilter.suspiciousUpTo
    let isPlausible = believed.map { SoCFilter.agree($0, value) } ?? false
    if isPlausible && !isSuspicious { return accept(value) }

    var doubtful = Candidate(value: value, first: deadline, last: deadline)
    if let candidate, SoCFilter.agree(candidate.value, value),
      !isSuspicious || deadline <= candidate.last + SoCFilter.longestSuspiciousGap
    {
      (doubtful.count, doubtful.first) = (candidate.count + 1, candidate.first)
    }
    let requiredTime =
      isSuspicious
      ? SoCFilter.requiredSuspiciousTime
      : believed == nil ? SoCFilter.requiredFirstTime : SoCFilter.requiredTime
    if doubtful.count >= SoCFilter.requiredReadings,
      deadline >= doubtful.first + requiredTime
    {
      return accept(value)
    }
    candidate = doubtful
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
