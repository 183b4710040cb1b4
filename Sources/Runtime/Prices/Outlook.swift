import ScheduleLang

/// What a decision may look ahead with: the clocks, the prices to come, and the car.
///
/// Belongs to one schedule at one site. Prices that arrive later make another outlook. A class, since it is large,
/// never changes, and is handed on at every evaluation.
public final class Outlook: Sendable {
  /// The clocks of the schedule.
  public let clocks: ClockSet
  /// The car and its charger; nil where the site does not give the battery.
  public let battery: BatteryModel?
  /// By how much longer than computed the way to a target may take.
  public let margin: Percent
  /// Windows of the schedule that take the cheapest or dearest part of a stretch.
  let rankedWindows: [Window]
  /// Rules with a deadline, as indices into `Schedule.rules`.
  public let deadlineRules: [Int]
  /// Rules that choose, as indices into `Schedule.rules`.
  public let optimisingRules: [Int]
  /// What a kWh that comes out of the battery costs in wear.
  let wear: Price
  /// Whether anybody measures the house.
  let hasMeter: Bool
  /// Whether a price that is not known counts as what is expected also for the present: for who looks ahead.
  let assumesPrices: Bool
  /// What the site lets flow through the grid meter.
  let limits: SiteLimits
  /// At which powers are converted to currents.
  let voltage: Volts
  /// What is usual in the house, where that is known apart from what is measured.
  let usualHouse: (any HouseSource)?
  /// What the house takes over the year.
  let usualLoad: Watts
  /// Whether conditions ask for what the house will do, and for the best of the prices to come.
  let asksForEnergyAhead: Bool
  let asksForPricesAhead: Bool
  /// Whether conditions ask for powers.
  let asksForPowers: Bool
  /// Whether a plan must know what the house does.
  let asksForHouse: Bool
  /// Whether a rule before one with a deadline may feed the house.
  let asksForDrain: Bool
  /// Whether a rule with a deadline gives no more than the house takes.
  let asksForNeed: Bool
  package let imports: PriceSide
  package let exports: PriceSide
  /// Changes whenever a price does.
  let fingerprint: Int

  /// Creates the outlook of `schedule` at `site`.
  ///
  /// - Parameters:
  ///   - clocks: those of `Schedule.clocks`, in that order.
  ///   - published: what is known of each source that a tariff names; nothing where it is missing.
  ///   - usualHouse: what is usual in the house; plans go by what is measured where it is nil.
  public init(
    site: Site, schedule: Schedule, clocks: ClockSet, published: [PriceSource: PriceCurve] = [:],
    usualHouse: (any HouseSource)? = nil, assumesPrices: Bool = false
  ) {
    self.assumesPrices = assumesPrices
    optimisingRules = schedule.rules.indices.filter { schedule.rules[$0].action.optimisation != nil }
    wear = site.wear
    hasMeter = site.meter != nil

    self.clocks = clocks
    battery = BatteryModel(site: site)
    margin = site.margin
    rankedWindows = schedule.rankedWindows
    deadlineRules = schedule.rules.indices.filter { schedule.rules[$0].action.hasDeadline }
    limits = SiteLimits(
      importLimit: site.importLimit, exportLimit: site.exportLimit,
      smallestCurrent: site.chargerCurrent.lowerBound)
    voltage = site.voltage
    self.usualHouse = usualHouse
    usualLoad = SimulationSettings(site: site).usualLoad
    asksForPowers = schedule.asksForPowers
    asksForEnergyAhead = schedule.asks(forAny: [.solarAhead, .solarTomorrow, .homeAhead, .homeTomorrow])
    asksForPricesAhead = schedule.asks(
      forAny: [.cheapestImportAhead, .dearestExportAhead, .importOverCheapest, .exportOverDearest])
    // A clause may leave of selling what the house takes.
    asksForDrain = schedule.rules[..<(deadlineRules.last ?? 0)].contains { $0.action.mayDischarge }
    asksForNeed = deadlineRules.contains {
      schedule.rules[$0].action.parts.contains {
        $0.deadline != nil && $0.decision.action.follows && !$0.rises
      }
    }
    asksForHouse =
      !deadlineRules.isEmpty
      && (asksForPowers || site.importLimit != nil || site.exportLimit != nil
        || asksForDrain || asksForNeed)
    func side(_ tariff: Tariff?, isImport: Bool) -> PriceSide {
      var curve = tariff?.source.flatMap { published[$0] } ?? PriceCurve()
      if let tariff, !tariff.adjustments.isEmpty {
        let zone = clocks.zone(schedule.clocks.firstIndex(of: tariff.timezone) ?? 0)
        curve = curve.adjusted(by: tariff.adjustments, in: zone)
      }
      return PriceSide(tariff: tariff, isImport: isImport, curve: curve)
    }
    imports = side(schedule.importTariff, isImport: true)
    exports = side(schedule.exportTariff, isImport: false)
    var hasher = Hasher()
    hasher.combine(imports.curve.fingerprint)
    hasher.combine(exports.curve.fingerprint)
    fingerprint = hasher.finalize()
  }

  private init(withoutDeadlines outlook: Outlook) {
    clocks = outlook.clocks
    battery = outlook.battery
    margin = outlook.margin
    rankedWindows = outlook.rankedWindows
    deadlineRules = []
    optimisingRules = outlook.optimisingRules
    wear = outlook.wear
    hasMeter = outlook.hasMeter
    assumesPrices = outlook.assumesPrices
    limits = outlook.limits
    voltage = outlook.voltage
    usualHouse = outlook.usualHouse
    usualLoad = outlook.usualLoad
    asksForPowers = outlook.asksForPowers
    asksForEnergyAhead = outlook.asksForEnergyAhead
    asksForPricesAhead = outlook.asksForPricesAhead
    asksForHouse = false
    asksForDrain = false
    asksForNeed = false
    imports = outlook.imports
    exports = outlook.exports
    fingerprint = outlook.fingerprint
  }

  /// The same outlook for who cannot tell how a rule with a deadline came to this moment: such rules stand aside.
  package var withoutDeadlines: Outlook { Outlook(withoutDeadlines: self) }

  /// What a kWh costs at a moment; nil where that is not known.
  public func importPrice(at moment: Moment) -> Price? { imports.price(at: moment) }

  /// Up to when prices are published; nil where they are not.
  func publishedEnd(isImport: Bool) -> Instant? {
    (isImport ? imports : exports).curve.intervals.last?.time.upperBound
  }

  /// What a kWh earns at a moment; nil where that is not known.
  public func exportPrice(at moment: Moment) -> Price? { exports.price(at: moment) }
}

extension Readings {
  /// Puts the prices that `outlook` knows at `moment` where no price is known.
  public mutating func fillPrices(from outlook: Outlook, at moment: Moment) {
    if importPrice == nil { importPrice = outlook.importPrice(at: moment) }
    if exportPrice == nil { exportPrice = outlook.exportPrice(at: moment) }
  }
}

extension Action {
  /// Whether it, or what follows it, may take something out of the car.
  fileprivate var mayDischarge: Bool {
    decision.minimumCurrent < 0 || optimisation?.discharges == true || then.contains(where: \.mayDischarge)
  }
}

extension Schedule {
  /// Whether a condition compares a power.
  fileprivate var asksForPowers: Bool { asks(forAny: [.home, .solar, .grid, .importing, .exporting]) }

  /// Whether a condition asks for any of these readings.
  fileprivate func asks(forAny readings: Set<Reading>) -> Bool {
    conditions.contains { node in
      switch node.kind {
      case .compare(let reading, _, _, _), .between(let reading, _, _, _), .unknown(let reading):
        readings.contains(reading)
      default: false
      }
    }
  }

  /// The ranked windows of its rules and clauses, each once.
  fileprivate var rankedWindows: [Window] {
    var found: [Window] = []
    func note(_ windows: [Window]) {
      for window in windows {
        switch window.span {
        case .ranked where !found.contains(window): found.append(window)
        case .outside(let others): note(others)
        default: continue
        }
      }
    }
    for item in rules.flatMap(\.guards) + nevers.flatMap(\.guards) {
      if case .during(let windows) = item.kind { note(windows) }
    }
    return found
  }
}
