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

  /// What is expected from the end of a half hour on, which stays what it is until that.
  private struct Energy: Hashable {
    var start: Instant
    var end: Instant
    var rest: ExpectedEnergy.Total
    var tomorrow: ExpectedEnergy.Total
  }

  /// What the house has done lately.
  var house = RecentHouse()
  private var prices: Prices?
  private var energy: Energy?

  /// Creates an empty memory.
  package init() {}

  /// Takes in the readings of a minute, and puts in what is known of the time to come where they say nothing.
  package mutating func fill(_ readings: inout Readings, at moment: Moment, outlook: Outlook?) {
    guard let outlook, outlook.asksForEnergyAhead || outlook.asksForPricesAhead else { return }
    var found = AheadReadings()
    if outlook.asksForEnergyAhead {
      house.note(readings, at: moment.local, outlook: outlook)
      noteEnergy(at: moment, outlook, in: &found)
    }
    if outlook.asksForPricesAhead {
      let best = bestPrices(at: moment, outlook)
      (found.cheapestImport, found.dearestExport) = (best.cheapest, best.dearest)
    }
    readings.ahead = readings.ahead.filled(from: found)
  }

  private mutating func noteEnergy(at moment: Moment, _ outlook: Outlook, in found: inout AheadReadings) {
    let expected = ExpectedEnergy(outlook: outlook, recent: house)
    let now = moment.instant
    let energy: Energy
    if let known = self.energy, known.start <= now, now < known.end {
      energy = known
    } else {
      let tomorrow = outlook.clocks.midnight(after: moment, days: 1)
      let end = min(tomorrow, expected.endOfSlot(moment))
      energy = Energy(
        start: now, end: end, rest: expected.total(from: end, to: tomorrow),
        tomorrow: expected.total(
          from: tomorrow, to: outlook.clocks.midnight(after: moment, days: 2)))
      self.energy = energy
    }
    let present = expected.total(from: now, to: energy.end)
    (found.homeTomorrow, found.solarTomorrow) = (energy.tomorrow.home, energy.tomorrow.solar)
    found.homeAhead = present.home.flatMap { part in energy.rest.home.map { $0 + part } }
    found.solarAhead = present.solar.flatMap { part in energy.rest.solar.map { $0 + part } }
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
  struct Total: Hashable {
    var home: Double? = 0
    var solar: Double? = 0
  }

  /// When the half hour of the day that `moment` is in ends.
  func endOfSlot(_ moment: Moment) -> Instant {
    let past = moment.local.minute % RecentHouse.slot * 60 + Int(((moment.instant.seconds % 60) + 60) % 60)
    return moment.instant.adding(seconds: max(1, RecentHouse.slot * 60 - past))
  }

  /// What is expected from `start` to `end`.
  func total(from start: Instant, to end: Instant) -> Total {
    var total = Total()
    var instant = start
    while instant < end, total.home != nil || total.solar != nil {
      let moment = outlook.clocks.moment(at: instant)
      let slot = moment.local.minute / RecentHouse.slot
      let next = min(end, endOfSlot(moment))
      let hours = Double(next.seconds - instant.seconds) / 3600
      let usual = outlook.usualHouse?.reading(at: moment)
      let (home, solar) = (
        recent.home(inSlot: slot)?.mean ?? usual?.home?.value,
        recent.solar(inSlot: slot)?.mean ?? usual?.solar?.value
      )
      total.home = total.home.flatMap { sum in home.map { sum + max(0, $0) * hours } }
      total.solar = total.solar.flatMap { sum in solar.map { sum + max(0, $0) * hours } }
      instant = next
    }
    return total
  }
}

extension ClockSet {
  /// The midnight that ends the day of `moment` on the site's clock, or one of the days after it.
  fileprivate func midnight(after moment: Moment, days: Int) -> Instant {
    site.instants(of: LocalTime(date: moment.local.date.adding(days: days), minute: 0)).first
  }
}
