import Runtime
import ScheduleLang

/// What a schedule would have done over recorded readings, and what that would have cost.
public struct Simulation: Sendable {
  /// Energy through the grid meter and what it cost.
  public private(set) var energy = Forecast.Energy()
  /// What the sun gave, in Wh.
  public private(set) var solar = WattHours(0)
  /// How much of that left the home in the same minute.
  private var solarExported = WattHours(0)
  /// What went into the car at the charger's grid side.
  public private(set) var charged = WattHours(0)
  /// What came out of it.
  public private(set) var discharged = WattHours(0)
  /// Minutes at each action, in the order of `ActionKind.allCases`.
  public private(set) var minutes = [Int](repeating: 0, count: ActionKind.allCases.count)
  /// Minutes in which the direction had changed too often for all of the decision.
  public private(set) var heldMinutes = 0
  /// The deadlines that fell due, in order.
  public private(set) var targets: [DueTarget] = []
  /// The SoC at the start.
  public let socStart: Percent
  /// The SoC at the end.
  public private(set) var socEnd: Percent
  /// How far the SoC moved in all, in percent.
  public private(set) var socMoved = 0.0
  /// Minutes whose house is unknown; neither energy through the meter nor cost is counted in them.
  public private(set) var unknownMinutes = 0
  /// What each minute cost in minor money units; not a number where the house or the price is unknown.
  private(set) var costs: [Double] = []
  /// The SoC at the end of each minute, in percent.
  private(set) var socs: [Double] = []

  /// Trips for which the car had too little.
  public private(set) var shortTrips = 0
  /// All trips.
  public private(set) var trips = 0
  /// Whether the car is away, minute by minute; empty where it never is.
  private var away: [Bool] = []

  /// One minute of it.
  public struct Minute {
    /// When it begins.
    public var instant: Instant
    /// What the schedule decides.
    public var outcome: Outcome
    /// What is left of that, where the direction has changed too often for all of it; nil where it has not.
    public var held: Decision?
    /// What the charger is set to, charging positive.
    public var current: Amperes
    /// What the charger takes on the mean, charging positive.
    public var power: Watts
    /// The SoC at its end.
    public var soc: Percent
    /// What the house does without the charger.
    public var house: HouseReading
    /// What a kWh costs and earns.
    public var importPrice: Price?
    public var exportPrice: Price?
    /// What it costs; nil where that is not known.
    public var cost: Double?
    /// Whether the car is away.
    public var isAway: Bool
  }

  /// Runs `subject` over `series` from `soc` percent on.
  ///
  /// - Parameters:
  ///   - absence: when the car is away besides where the series says so, and what a trip takes.
  ///   - each: is called with every minute.
  public init(
    of subject: HomeSchedule, over series: HouseSeries, soc: Double, absence: Absence = Absence(),
    each: ((Minute) -> Void)? = nil
  ) {
    away = absence.minutes(of: series)
    socStart = Percent(soc)
    socEnd = socStart
    let drive = HomeDrive(subject, publishes: true)
    var state = drive.start(soc: socStart)
    let hasDeadlines = !subject.outlook.deadlineRules.isEmpty || !subject.outlook.optimisingRules.isEmpty
    var watch = TargetWatch(subject.schedule)
    var (imported, exported) = (0.0, 0.0)
    costs.reserveCapacity(series.count)
    socs.reserveCapacity(series.count)
    for index in 0..<series.count {
      let moment = drive.clocks.moment(at: series.start.adding(seconds: index * 60))
      let house = series[index]
      let step = drive.step(&state, at: moment, seconds: 60, house: house, isAway: isAway(index))
      if isAway(index), index + 1 == series.count || !isAway(index + 1) {
        trips += 1
        if state.soc < absence.trip { shortTrips += 1 }
        state.soc = Percent(max(0, state.soc.value - absence.trip.value))
      }
      if house.grid == nil {
        unknownMinutes += 1
        costs.append(.nan)
      } else {
        let kilowattHours = step.grid.value / 60_000
        if kilowattHours >= 0 { imported += kilowattHours } else { exported -= kilowattHours }
        costs.append(
          EnergyCost.of(kilowattHours, importPrice: step.importPrice, exportPrice: step.exportPrice) ?? .nan)
        if let sun = house.solar {
          solar.value += sun.value / 60
          solarExported.value += max(0, min(sun.value, -step.grid.value)) / 60
        }
      }
      if step.power.value > 0 {
        charged.value += step.power.value / 60
      } else {
        discharged.value -= step.power.value / 60
      }
      minutes[Int(step.outcome.decision.action.rawValue)] += 1
      if step.held != nil { heldMinutes += 1 }
      socMoved += isAway(index) ? 0 : abs(state.soc.value - socEnd.value)
      socEnd = state.soc
      socs.append(socEnd.value)
      each?(
        Minute(
          instant: moment.instant, outcome: step.outcome, held: step.held, current: step.current,
          power: step.power, soc: socEnd, house: house, importPrice: step.importPrice,
          exportPrice: step.exportPrice,
          cost: costs[index].isNaN ? nil : costs[index], isAway: isAway(index)))
      if hasDeadlines {
        watch.update(
          state.memory, choosing: step.outcome.optimised == nil ? nil : step.outcome.ruleIndex,
          on: drive.clocks.site, soc: socEnd.value, from: moment.instant,
          to: moment.instant.adding(seconds: 60))
      }
    }
    targets = watch.due
    let known = CountedTime(of: [self])
    energy = Forecast.Energy(
      imported: WattHours(imported * 1000), exported: WattHours(exported * 1000),
      cost: known.minutes > 0 ? cost(in: known) : nil)
  }

  /// Lets go of what is known of each minute, once its costs are added up: most of what it takes in memory.
  public mutating func forgetMinutes() { (costs, socs, away) = ([], [], []) }

  /// Whether the car is away in minute number `index`.
  func isAway(_ index: Int) -> Bool { !away.isEmpty && away[index] }

  /// What the counted minutes cost, in minor money units.
  public func cost(in time: CountedTime) -> Double {
    var sum = 0.0
    for (index, cost) in costs.enumerated() where time[index] { sum += cost }
    return sum
  }

  /// By how many percent the charger raised the SoC in the counted minutes.
  public func rise(in time: CountedTime) -> Double {
    var (sum, before) = (0.0, socStart.value)
    for (index, soc) in socs.enumerated() {
      if time[index], !isAway(index) { sum += soc - before }
      before = soc
    }
    return sum
  }

  /// The share of the sun's energy that was used at home while the house was known, 0...1; nil where there was no sun.
  public var selfConsumption: Double? {
    solar.value > 0 ? 1 - solarExported.value / solar.value : nil
  }

  /// How often the battery was filled and emptied in all.
  public var cycles: Double { socMoved / 200 }
}
