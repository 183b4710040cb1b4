import Runtime
import ScheduleLang

/// What happened in some days, as it was recorded, and what it cost: with the charger, and as if it had stood still.
public struct Past: Sendable {
  /// A stretch of it; powers are means, what is not known is nil.
  public struct Point: Sendable {
    /// When it begins.
    public var instant: Instant
    /// The SoC at its end, in percent.
    public var soc: Int?
    /// Through the grid meter, import positive.
    public var grid: Watts?
    public var solar: Watts?
    /// What the house takes without the charger.
    public var home: Watts?
    /// At the charger, charging positive.
    public var charger: Watts?
    /// What was done in most of it.
    public var action: ActionKind?
    /// What a kWh cost and earned at its beginning, by the tariffs of the schedule that is in force now.
    public var importPrice: Price?
    public var exportPrice: Price?
    /// What its counted minutes cost, in minor money units.
    public var cost: Double?
    /// What they would have cost without the charger.
    public var costWithout: Double?
  }

  /// What happened while one rule decided.
  public struct RuleShare: Sendable {
    /// Its place, as `flux.evs:12`; nil where no rule decided, or none was recorded.
    public var rule: String?
    /// Minutes at each action, in the order of `ActionKind.allCases`.
    public var minutes = [Int](repeating: 0, count: ActionKind.allCases.count)
    /// What went into the car and came out of it, at the charger's grid side.
    public var charged = WattHours(0)
    public var discharged = WattHours(0)
    /// What the charger cost in the counted minutes, negative where it earned; nil where none is counted.
    public var cost: Double?
  }

  /// All of it.
  public struct Total: Sendable {
    public var imported = WattHours(0)
    public var exported = WattHours(0)
    public var solar = WattHours(0)
    public var charged = WattHours(0)
    public var discharged = WattHours(0)
    /// Minutes of which there is a record.
    public var minutes = 0
    /// Those without the house's or the charger's power.
    public var minutesWithoutPower = 0
    /// Those with the power and without a price.
    public var minutesWithoutPrice = 0
    /// Those whose cost is known.
    public var minutesCounted = 0
    /// What these cost, in minor money units; nil where there are none.
    public var cost: Double?
    /// What they would have cost without the charger.
    public var costWithout: Double?
    /// What the rise of the SoC in them is worth; nil without a battery's capacity or a price.
    public var storedValue: Double?
    /// The SoC at first and at last, in percent.
    public var socStart: Int?
    public var socEnd: Int?

    /// What the charger saved against standing still, what is left in the car included where that is known.
    public var saved: Double? {
      guard let cost, let costWithout else { return nil }
      return costWithout - cost + (storedValue ?? 0)
    }
  }

  /// The time that it is of.
  public let range: Range<Instant>
  /// How long a stretch is, in minutes.
  public let step: Int
  /// The stretches of which there is a record, in order.
  public let points: [Point]
  /// By rule, the one that decided for longest first.
  public let rules: [RuleShare]
  public let total: Total

  /// Finds out what `days` tell of `range`, in stretches of `step` minutes, at the prices of `subject`.
  public init(of subject: HomeSchedule, _ days: [RecordedDay], in range: Range<Instant>, step: Int) {
    var ledger = PastLedger(subject, start: range.lowerBound, step: step)
    for day in days.sorted(by: { $0.house.start < $1.house.start }) {
      for index in 0..<day.house.count {
        let instant = day.house.start.adding(seconds: index * 60)
        if range.contains(instant) { ledger.take(day, index, at: instant) }
      }
    }
    self.range = range
    self.step = step
    (points, rules, total) = ledger.closed()
  }
}
