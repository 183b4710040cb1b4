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
  let imports: PriceSide
  let exports: PriceSide
  /// Changes whenever a price does.
  let fingerprint: Int

  /// Creates the outlook of `schedule` at `site`.
  ///
  /// - Parameters:
  ///   - clocks: those of `Schedule.clocks`, in that order.
  ///   - published: what is known of each source that a tariff names; nothing where it is missing.
  public init(
    site: Site, schedule: Schedule, clocks: ClockSet, published: [PriceSource: PriceCurve] = [:]
  ) {
    self.clocks = clocks
    battery = BatteryModel(site: site)
    margin = site.margin
    rankedWindows = schedule.rankedWindows
    deadlineRules = schedule.rules.indices.filter { schedule.rules[$0].action.hasDeadline }
    func side(_ tariff: Tariff?, isImport: Bool) -> PriceSide {
      PriceSide(
        tariff: tariff, isImport: isImport, curve: tariff?.source.flatMap { published[$0] } ?? PriceCurve())
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
    imports = outlook.imports
    exports = outlook.exports
    fingerprint = outlook.fingerprint
  }

  /// The same outlook for who cannot tell how a rule with a deadline came to this moment: such rules stand aside.
  var withoutDeadlines: Outlook { Outlook(withoutDeadlines: self) }

  /// What a kWh costs at a moment; nil where that is not known.
  public func importPrice(at moment: Moment) -> Price? { imports.price(at: moment) }

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

extension Schedule {
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
