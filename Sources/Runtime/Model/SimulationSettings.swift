import ScheduleLang

/// What a site's simulated devices, and predictions about it, start from.
public struct SimulationSettings: Hashable, Sendable {
  /// What the battery holds where the site does not say.
  public static let defaultCapacity = WattHours(52_000)
  /// The SoC at the start where the charger's settings do not say.
  public static let defaultStartSoC = Percent(55)

  /// The car and its charger.
  public var battery: BatteryModel
  /// The house and its panels.
  public var home: HomeProfile
  /// What the house takes over the year.
  public var usualLoad: Watts
  /// The SoC at the start, 0...100 %.
  public var startSoC: Percent

  /// Reads the settings `seed`, `start soc` and `car limit` (numbers) of the site's charger, and `usual load` and `solar peak`
  /// of its meter; the seed is 1 unless given.
  public init(site: Site) {
    battery =
      BatteryModel(site: site)
      ?? BatteryModel(
        capacity: Self.defaultCapacity, current: site.chargerCurrent, socRange: site.chargerSoC,
        voltage: site.voltage)
    startSoC = Self.defaultStartSoC
    var seed: UInt64 = 1
    if case .number(let number)? = site.charger.settings["seed"] { seed = UInt64(bitPattern: Int64(number)) }
    func watts(_ key: String) -> Watts? {
      guard case .number(let watts)? = site.meter?.settings[key] else { return nil }
      return Watts(Double(watts))
    }
    usualLoad = watts("usual load") ?? HomeProfile.usualLoad
    home = HomeProfile(
      seed: seed, usualLoad: usualLoad,
      solarPeak: watts("solar peak") ?? HomeProfile.solarPeak)
    if case .number(let percent)? = site.charger.settings["car limit"] { battery.carLimit = percent }
    if case .number(let percent)? = site.charger.settings["start soc"] {
      startSoC = Percent(Double(min(max(percent, 0), 100)))
    }
  }
}
