import ScheduleLang

/// What a house is expected to do at a moment to come: as it lately did then, or as houses like it do.
struct HouseExpectation {
  let outlook: Outlook
  let recent: RecentHouse

  /// What the house takes.
  func home(at moment: Moment) -> RecentHouse.Usual {
    recent.home(inSlot: moment.local.minute / RecentHouse.slot) ?? outlook.usualHouse.flatMap {
      sample($0, at: moment, \.home)
    }
      ?? recent.recentHome ?? RecentHouse.Usual(mean: outlook.usualLoad.value, spread: 0)
  }

  /// What flows through the grid meter without the charger, import positive.
  func grid(at moment: Moment) -> RecentHouse.Usual {
    recent.grid(inSlot: moment.local.minute / RecentHouse.slot) ?? outlook.usualHouse.flatMap {
      sample($0, at: moment, \.grid)
    }
      ?? recent.recentGrid ?? home(at: moment)
  }

  /// The most that the site's limit leaves of a current, in amperes either way.
  func limit(at moment: Moment, charging: Bool) -> Int {
    guard (charging ? outlook.limits.importLimit : outlook.limits.exportLimit) != nil else { return .max }
    return charging
      ? outlook.chargeLimit(beside: home(at: moment)) : outlook.dischargeLimit(beside: grid(at: moment))
  }

  /// What a plan makes of a half hour of the day.
  struct Effect: Hashable {
    /// What limits leave of the charger's current, either way.
    var limits: [Int]
    /// What a car gives that feeds the house, in amperes.
    var drain: Int
    /// What it takes beside the sun, in amperes.
    var need: Int
    /// Mean and spread, rounded, where conditions ask for powers.
    var powers: [Int]
  }

  /// What a plan makes of a half hour of the day: where that stays, so does the plan.
  func effect(ofSlot slot: Int) -> Effect {
    let home =
      recent.home(inSlot: slot) ?? recent.recentHome
      ?? RecentHouse.Usual(mean: outlook.usualLoad.value, spread: 0)
    let grid = recent.grid(inSlot: slot) ?? recent.recentGrid ?? home
    let most = outlook.battery?.current.upperBound ?? 0
    func rounded(_ watts: Double, to step: Double) -> Int { Int(min(max(watts / step, -1e6), 1e6)) }
    return Effect(
      limits: [
        min(outlook.limits.importLimit == nil ? most : outlook.chargeLimit(beside: home), most),
        min(outlook.limits.exportLimit == nil ? most : outlook.dischargeLimit(beside: grid), most),
      ],
      drain: outlook.asksForDrain ? min(rounded(home.mean, to: outlook.voltage.value), most) : 0,
      need: outlook.asksForNeed
        ? min(max(rounded(grid.mean, to: outlook.voltage.value), 0), most) : 0,
      powers: outlook.asksForPowers ? [home.mean, home.spread].map { rounded($0, to: 125) } : [])
  }

  /// The minutes of the day at which what a plan makes of the house changes; nil where days differ.
  var turningMinutes: [Int]? {
    guard outlook.usualHouse == nil, !outlook.asksForPowers else { return nil }
    let effects = (0..<RecentHouse.slots).map(effect)
    return effects.indices.filter { effects[$0] != effects[($0 + effects.count - 1) % effects.count] }
      .map { $0 * RecentHouse.slot }
  }

  /// What may be known of the powers: the house may take half as much as usual or twice that, and by day the sun may give
  /// anything.
  func readings(at moment: Moment, importPrice: Price?, exportPrice: Price?) -> ExpectedReadings {
    guard outlook.asksForPowers else {
      return ExpectedReadings(
        home: nil, solar: nil, grid: nil, importPrice: importPrice, exportPrice: exportPrice)
    }
    let home = home(at: moment)
    let low = max(0, home.mean) / 2
    let high = max(low, 2 * home.mean + home.spread)
    let sun = HomeProfile.sunMayShine(at: moment.local) ? Double.greatestFiniteMagnitude : 0
    return ExpectedReadings(
      home: low...high, solar: 0...sun, grid: (low - sun)...high, importPrice: importPrice,
      exportPrice: exportPrice)
  }

  /// The mean of some minutes of the half hour of the day that `moment` is in.
  private func sample(
    _ house: any HouseSource, at moment: Moment, _ power: (HouseReading) -> Watts?
  )
    -> RecentHouse.Usual?
  {
    let begin = -(moment.local.minute % RecentHouse.slot)
    let values = stride(from: begin, to: begin + RecentHouse.slot, by: 5).compactMap { minutes in
      power(
        house.reading(at: outlook.clocks.moment(at: moment.instant.adding(seconds: minutes * 60))))?
        .value
    }
    guard !values.isEmpty else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return RecentHouse.Usual(mean: mean, spread: squares.squareRoot())
  }
}

extension Outlook {
  /// What the import limit leaves of a charging current, in amperes, beside what the house takes; the sun is not counted on.
  fileprivate func chargeLimit(beside home: RecentHouse.Usual) -> Int {
    headroom((limits.importLimit?.value ?? .infinity) - max(0, home.mean) - home.spread)
  }

  /// What the export limit leaves of a discharging current, in amperes, beside what flows through the grid meter.
  fileprivate func dischargeLimit(beside grid: RecentHouse.Usual) -> Int {
    headroom((limits.exportLimit?.value ?? .infinity) + grid.mean - grid.spread)
  }

  private func headroom(_ watts: Double) -> Int {
    let amperes = watts / voltage.value + 1e-9
    return amperes.isFinite ? Int(min(max(amperes, 0), 10_000)) : 0
  }
}
