import ScheduleLang

/// What a schedule would have done over recorded readings, and what that would have cost.
public struct Simulation: Sendable {
  /// A target that fell due.
  public struct Due: Hashable, Sendable {
    /// When.
    public var deadline: Instant
    /// The SoC that was asked for, in percent.
    public var target: Double
    /// Whether it was reached by then.
    public var isMet: Bool
    /// Whether the target is a least SoC, rather than a greatest.
    public var rises: Bool
  }

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
  /// The deadlines that fell due, in order.
  public private(set) var targets: [Due] = []
  /// The SoC at the start.
  public let socStart: Percent
  /// The SoC at the end.
  public private(set) var socEnd: Percent
  /// How far the SoC moved in all, in percent.
  public private(set) var socMoved = 0.0
  /// Minutes whose house is unknown; only the charger's own part counts in them.
  public private(set) var unknownMinutes = 0

  /// Runs `subject` over `series` from `soc` percent on.
  public init(of subject: ReportSubject, over series: HouseSeries, soc: Double) {
    socStart = Percent(soc)
    socEnd = socStart
    let drive = HomeDrive(subject)
    var state = drive.start(soc: socStart)
    let hasDeadlines = !subject.outlook.deadlineRules.isEmpty
    var pending = PendingTargets()
    var (imported, exported, cost, isPriced) = (0.0, 0.0, 0.0, true)
    for index in 0..<series.count {
      let moment = drive.clocks.moment(at: series.start.adding(seconds: index * 60))
      let house = series[index]
      let step = drive.step(&state, at: moment, seconds: 60, house: house)
      if house.grid == nil { unknownMinutes += 1 }
      let kilowattHours = step.grid.value / 60_000
      if kilowattHours >= 0 { imported += kilowattHours } else { exported -= kilowattHours }
      if kilowattHours != 0 {
        if let price = kilowattHours > 0 ? step.importPrice : step.exportPrice {
          cost += price.value * kilowattHours
        } else {
          isPriced = false
        }
      }
      if let sun = house.solar {
        solar.value += sun.value / 60
        solarExported.value += max(0, min(sun.value, -step.grid.value)) / 60
      }
      if step.power.value > 0 {
        charged.value += step.power.value / 60
      } else {
        discharged.value -= step.power.value / 60
      }
      minutes[Int(step.outcome.decision.action.rawValue)] += 1
      socMoved += abs(state.soc.value - socEnd.value)
      socEnd = state.soc
      if hasDeadlines {
        pending.update(
          state.memory, soc: Int(socEnd.value), at: moment.instant.adding(seconds: 60), into: &targets)
      }
    }
    energy = Forecast.Energy(
      imported: WattHours(imported * 1000), exported: WattHours(exported * 1000), cost: isPriced ? cost : nil)
  }

  /// The share of the sun's energy that was used at home, 0...1; nil where there was no sun.
  public var selfConsumption: Double? {
    solar.value > 0 ? 1 - solarExported.value / solar.value : nil
  }

  /// How often the battery was filled and emptied in all.
  public var cycles: Double { socMoved / 200 }
}
