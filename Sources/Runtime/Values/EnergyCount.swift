import ScheduleLang

/// What has gone through the charger, in the site's days.
public struct EnergyCount: Hashable, Sendable {
  /// The day of the last note; nil before the first.
  public private(set) var date: CivilDate?
  /// In watt hours, each 0 or more.
  public private(set) var chargedToday = 0.0
  public private(set) var dischargedToday = 0.0
  public private(set) var dischargedThisMonth = 0.0
  public private(set) var dischargedThisYear = 0.0

  /// Creates a count of nothing.
  public init() {}

  /// Goes on with what was counted until `date`; nil where that makes no sense.
  public init?(
    until date: CivilDate, chargedToday: Double, dischargedToday: Double, dischargedThisMonth: Double,
    dischargedThisYear: Double
  ) {
    let all = [chargedToday, dischargedToday, dischargedThisMonth, dischargedThisYear]
    guard all.allSatisfy({ (0...1e9).contains($0) }) else { return nil }
    self.date = date
    (self.chargedToday, self.dischargedToday) = (chargedToday, dischargedToday)
    (self.dischargedThisMonth, self.dischargedThisYear) = (dischargedThisMonth, dischargedThisYear)
  }

  /// Counts that the charger has had `power`, charging positive, for so many seconds of `date`.
  ///
  /// A clock that is set back begins no day anew.
  public mutating func note(_ power: Watts, seconds: Double, on date: CivilDate) {
    begin(date)
    let energy = power.value * seconds / 3600
    guard energy.isFinite, energy.magnitude < 1e6 else { return }
    if energy > 0 { chargedToday += energy }
    if energy < 0 {
      dischargedToday -= energy
      dischargedThisMonth -= energy
      dischargedThisYear -= energy
    }
  }

  private mutating func begin(_ next: CivilDate) {
    guard let before = date else { return date = next }
    // A clock that has been days ahead, and is right again, begins anew.
    guard next.dayNumber > before.dayNumber || next.dayNumber < before.dayNumber - 1 else { return }
    date = next
    (chargedToday, dischargedToday) = (0, 0)
    let (now, then) = (next.parts, before.parts)
    if now.year != then.year || now.month != then.month { dischargedThisMonth = 0 }
    if now.year != then.year { dischargedThisYear = 0 }
  }

  /// What schedules may ask of it on `date`, with a battery of this size; its cycles are 0 where that is not known.
  public func counters(on date: CivilDate, battery: WattHours?) -> EnergyCounters {
    var count = self
    count.begin(date)
    var counters = EnergyCounters()
    counters.chargedToday = count.chargedToday
    counters.dischargedToday = count.dischargedToday
    counters.dischargedThisMonth = count.dischargedThisMonth
    if let battery, battery.value > 0 { counters.cyclesThisYear = count.dischargedThisYear / battery.value }
    return counters
  }
}

/// What schedules may ask of what has gone through the charger.
public struct EnergyCounters: Hashable, Sendable {
  /// In watt hours.
  public var chargedToday = 0.0
  public var dischargedToday = 0.0
  public var dischargedThisMonth = 0.0
  /// How often the whole battery has been discharged.
  public var cyclesThisYear = 0.0

  /// Creates counters of nothing.
  public init() {}

  /// What they are on `date` if nothing goes through the charger any more after `before`.
  func begunAnew(on date: CivilDate, after before: CivilDate) -> EnergyCounters {
    guard date.dayNumber > before.dayNumber else { return self }
    var counters = self
    (counters.chargedToday, counters.dischargedToday) = (0, 0)
    let (now, then) = (date.parts, before.parts)
    if now.year != then.year || now.month != then.month { counters.dischargedThisMonth = 0 }
    if now.year != then.year { counters.cyclesThisYear = 0 }
    return counters
  }

  /// The value of a reading that is one of them; nil of any other.
  public subscript(reading: Reading) -> Double? {
    get {
      switch reading {
      case .chargedToday: chargedToday
      case .dischargedToday: dischargedToday
      case .dischargedThisMonth: dischargedThisMonth
      case .cyclesThisYear: cyclesThisYear
      default: nil
      }
    }
    set {
      guard let newValue else { return }
      switch reading {
      case .chargedToday: chargedToday = newValue
      case .dischargedToday: dischargedToday = newValue
      case .dischargedThisMonth: dischargedThisMonth = newValue
      case .cyclesThisYear: cyclesThisYear = newValue
      default: break
      }
    }
  }
}
