import ScheduleLang

/// What a house is expected to do at a moment to come: as it lately did then, or as houses like it do.
struct HouseExpectation {
  let outlook: Outlook
  let recent: RecentHouse

  /// What the house takes.
  func home(at moment: Moment) -> RecentHouse.Usual {
    recent.home(at: moment.local) ?? outlook.usualHouse.flatMap { sample($0, at: moment, \.home) }
      ?? recent.recentHome ?? RecentHouse.Usual(mean: outlook.usualLoad.value, spread: 0)
  }

  /// What flows through the grid meter without the charger, import positive.
  func grid(at moment: Moment) -> RecentHouse.Usual {
    recent.grid(at: moment.local) ?? outlook.usualHouse.flatMap { sample($0, at: moment, \.grid) }
      ?? recent.recentGrid ?? home(at: moment)
  }

  /// The most that the site's limit leaves of a current, in amperes either way.
  func limit(at moment: Moment, charging: Bool) -> Int {
    let headroom: Double
    if charging {
      guard let most = outlook.limits.importLimit else { return .max }
      // The sun is not counted on.
      let home = home(at: moment)
      headroom = most.value - max(0, home.mean) - home.spread
    } else {
      guard let most = outlook.limits.exportLimit else { return .max }
      let grid = grid(at: moment)
      headroom = most.value + grid.mean - grid.spread
    }
    let amperes = headroom / outlook.voltage.value + 1e-9
    return amperes.isFinite ? Int(min(max(amperes, 0), 10_000)) : 0
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

  /// The mean of some minutes of the half hour from `moment` on.
  private func sample(
    _ house: any HouseSource, at moment: Moment, _ power: (HouseReading) -> Watts?
  )
    -> RecentHouse.Usual?
  {
    let values = stride(from: 0, to: RecentHouse.slot, by: 5).compactMap { minutes in
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
