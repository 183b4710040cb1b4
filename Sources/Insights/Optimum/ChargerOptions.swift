import Runtime
import ScheduleLang

/// What a charger can do in a minute: any whole amperes that the site allows, and what that costs.
///
/// Energies are in kWh, a positive one into the battery; costs in minor money units.
struct ChargerOptions {
  /// What a minute comes to at one current.
  struct Choice {
    var amperes: Int
    /// What it puts into the battery.
    var stored: Double
    var cost: Double
  }

  /// The most that a minute puts into the battery, and the most that it takes out.
  let (mostIn, mostOut): (Double, Double)
  private let greatest: Int
  private let smallest: Int
  private let discharges: Bool
  private let limits: SiteLimits
  private let voltage: Volts
  /// What a minute of an ampere takes at the grid side.
  private let unit: Double
  /// What a minute puts into the battery at each current, from the greatest out of it on.
  private let stored: [Double]
  /// Pieces that differ by less are one, in money units a step.
  private static let tolerance = 1e-5

  init(site: Site, battery: BatteryModel) {
    (smallest, greatest) = (max(1, battery.current.lowerBound), max(1, battery.current.upperBound))
    discharges = site.chargerDischarges
    voltage = battery.voltage
    let unit = battery.voltage.value / 60_000
    self.unit = unit
    // Who has no meter cannot keep to what the house leaves.
    let hasMeter = site.meter != nil
    limits = SiteLimits(
      importLimit: hasMeter ? site.importLimit : nil, exportLimit: hasMeter ? site.exportLimit : nil,
      smallestCurrent: battery.current.lowerBound)
    stored = (-greatest...greatest).map { Self.stored(Double($0) * unit, at: Double($0)) }
    mostIn = stored.last ?? 0
    mostOut = discharges ? -(stored.first ?? 0) : 0
  }

  /// What reaches, or leaves, the battery when so many kWh flow at such a current.
  private static func stored(_ taken: Double, at amperes: Double) -> Double {
    taken >= 0
      ? taken * ChargerEfficiency.charging.share(at: amperes)
      : taken / ChargerEfficiency.discharging.share(at: amperes)
  }

  /// What a minute can be used for in which the house draws `net` without the charger: currents that rise, wherever
  /// their cost is known, without those that are never better than turns of others.
  func choices(net: Watts, _ prices: OptimumStep.Prices) -> [Choice] {
    var choices: [Choice] = []
    let allowed = allowed(net)
    for amperes in candidates(net, prices, within: allowed) {
      guard let cost = prices.cost(of: net.value / 60_000 + Double(amperes) * unit) else { continue }
      choices.append(Choice(amperes: amperes, stored: stored[amperes + greatest], cost: cost))
    }
    return choices
  }

  /// The currents of a minute that may be worth while.
  ///
  /// With prices of 0 and more what a current costs by what it stores bends upwards only where the meter turns, where
  /// the efficiency stops rising, and at the ends.
  private func candidates(_ net: Watts, _ prices: OptimumStep.Prices, within allowed: ClosedRange<Int>)
    -> [Int]
  {
    func isPossible(_ amperes: Int) -> Bool {
      allowed.contains(amperes) && (amperes == 0 || amperes.magnitude >= smallest.magnitude)
    }
    if (prices.dear ?? 0) < 0 || (prices.paid ?? 0) < 0 { return allowed.filter(isPossible) }
    let turn = min(max(-net.value / voltage.value, -1000), 1000)
    let below = Int(turn.rounded(.down))
    let large = Int(ChargerEfficiency.largeCurrent)
    var found: [Int] = []
    for amperes in [
      allowed.lowerBound, -large, -smallest, below, below + 1, 0, smallest, large, allowed.upperBound,
    ].sorted() where isPossible(amperes) && found.last != amperes {
      found.append(amperes)
    }
    return found
  }

  /// The whole amperes that the site's grid limits allow.
  private func allowed(_ net: Watts) -> ClosedRange<Int> {
    func most(_ amperes: Int, _ action: ActionKind) -> Int {
      Int(limits.clip(Amperes(amperes), of: action, grid: net, voltage: voltage).value)
    }
    return (discharges ? min(0, most(-greatest, .discharge)) : 0)...max(0, most(greatest, .charge))
  }

  /// What minutes can be used for in which the house draws `nets` without the charger: the least cost by what they put
  /// into the battery; nil where nothing can be done at a known price.
  func costs(nets: some Sequence<Watts>, _ prices: OptimumStep.Prices) -> ConvexFunction? {
    var sum = ConvexSum()
    var (last, count) = (Watts(0), 0)
    func add() -> Bool {
      guard count > 0 else { return true }
      guard let minute = costs(net: last, prices) else { return false }
      sum.add(minute, times: count)
      return true
    }
    for net in nets {
      if net == last, count > 0 {
        count += 1
        continue
      }
      guard add() else { return nil }
      (last, count) = (net, 1)
    }
    return add() ? sum.function.simplified(tolerance: Self.tolerance) : nil
  }

  /// The same for one minute.
  func costs(net: Watts, _ prices: OptimumStep.Prices) -> ConvexFunction? {
    let choices = choices(net: net, prices)
    return choices.isEmpty ? nil : ConvexFunction(below: choices.map { (x: $0.stored, y: $0.cost) })
  }
}
