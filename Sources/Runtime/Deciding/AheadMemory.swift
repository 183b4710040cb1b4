import ScheduleLang

/// What has been learnt of the house, and found of prices, for conditions that ask for the time to come.
package struct AheadMemory: Hashable, Sendable {
  /// The best prices, which stay what they are until `end` or until other prices are published.
  private struct Prices: Hashable {
    var end: Instant
    var start: Instant
    var fingerprint: Int
    var cheapest: Double?
    var dearest: Double?
  }

  /// What the house has done lately.
  var house = RecentHouse()
  private var prices: Prices?

  /// Creates an empty memory.
  package init() {}

  /// Takes in the readings of a minute, and puts in what is known of the time to come where they say nothing.
  package mutating func fill(_ readings: inout Readings, at moment: Moment, outlook: Outlook?) {
    guard let outlook, outlook.asksForEnergyAhead || outlook.asksForPricesAhead else { return }
    var found = AheadReadings()
    if outlook.asksForEnergyAhead {
      house.note(readings, at: moment.local, outlook: outlook)
      let tomorrow = outlook.clocks.midnight(after: moment, days: 1)
      let end = outlook.clocks.midnight(after: moment, days: 2)
      let energy = ExpectedEnergy(outlook: outlook, recent: house)
      (found.homeAhead, found.solarAhead) = energy.total(from: moment.instant, to: tomorrow)
      (found.homeTomorrow, found.solarTomorrow) = energy.total(from: tomorrow, to: end)
    }
    if outlook.asksForPricesAhead {
      let best = bestPrices(at: moment, outlook)
      (found.cheapestImport, found.dearestExport) = (best.cheapest, best.dearest)
    }
    readings.ahead = readings.ahead.filled(from: found)
  }

  private mutating func bestPrices(at moment: Moment, _ outlook: Outlook) -> Prices {
    if let prices, prices.fingerprint == outlook.fingerprint, prices.start <= moment.instant,
      moment.instant < prices.end
    {
      return prices
    }
    let day = outlook.clocks.midnight(after: moment, days: 1)
    let range =
      moment
      .instant..<max(moment.instant.adding(seconds: 60), outlook.clocks.midnight(after: moment, days: 2))
    var edges = ClockEdges(clocks: outlook.clocks, range: range)
    for side in [outlook.imports, outlook.exports] {
      edges.add(side.windows)
      edges.add(side.curve.edges(in: range))
    }
    let pieces = edges.pieces
    var best = Prices(
      end: min(pieces[0].upperBound, day), start: moment.instant, fingerprint: outlook.fingerprint)
    for piece in pieces {
      let then = outlook.clocks.moment(at: piece.lowerBound)
      if let price = outlook.importPrice(at: then)?.value {
        best.cheapest = min(best.cheapest ?? price, price)
      }
      if let price = outlook.exportPrice(at: then)?.value { best.dearest = max(best.dearest ?? price, price) }
    }
    prices = best
    return best
  }
}

/// What the house is expected to take and the sun to give over some time.
private struct ExpectedEnergy {
  let outlook: Outlook
  let recent: RecentHouse

  /// In Wh; nil where any half hour of it is unknown.
  func total(from start: Instant, to end: Instant) -> (home: Double?, solar: Double?) {
    var (home, solar): (Double?, Double?) = (0, 0)
    var instant = start
    while instant < end, home != nil || solar != nil {
      let moment = outlook.clocks.moment(at: instant)
      let slot = moment.local.minute / RecentHouse.slot
      let left =
        RecentHouse.slot * 60 - moment.local.minute % RecentHouse.slot * 60 - Int(instant.seconds % 60)
      let next = min(end, instant.adding(seconds: max(left, 1)))
      let hours = Double(next.seconds - instant.seconds) / 3600
      let usual = outlook.usualHouse?.reading(at: moment)
      let means = (
        recent.home(inSlot: slot)?.mean ?? usual?.home?.value,
        recent.solar(inSlot: slot)?.mean ?? usual?.solar?.value
      )
      home = home.flatMap { sum in means.0.map { sum + max(0, $0) * hours } }
      solar = solar.flatMap { sum in means.1.map { sum + max(0, $0) * hours } }
      guard next > instant else { break }
      instant = next
    }
    return (home, solar)
  }
}

extension ClockSet {
  /// The midnight that ends the day of `moment` on the site's clock, or one of the days after it.
  fileprivate func midnight(after moment: Moment, days: Int) -> Instant {
    site.instants(of: LocalTime(date: moment.local.date.adding(days: days), minute: 0)).first
  }
}
