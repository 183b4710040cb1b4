import Runtime
import ScheduleLang

/// The house behind the grid meter, without its charger.
struct VirtualHome {
  private let profile: HomeProfile
  private let zone: ZoneRules
  /// A further load, such as an oven or a shower, in watts.
  var extraLoad = 0.0
  /// A surplus that wavers between two powers, in watts, half a minute each, in place of house and sun; nil is none.
  var waveringSurplus: (low: Double, high: Double)?
  /// What it takes now, in watts.
  private(set) var load = 0.0
  /// What the sun gives now, in watts.
  private(set) var solar = 0.0

  /// Creates the home that belongs to a seed, on the clock of `zone`.
  init(seed: UInt64, zone: ZoneRules) {
    profile = HomeProfile(seed: seed)
    self.zone = zone
  }

  /// Brings the home up to an instant.
  mutating func live(at instant: Instant) {
    let local = zone.local(instant)
    let second = Int((instant.seconds % 60 + 60) % 60)
    load = profile.home(at: local, second: second).value + extraLoad
    solar = profile.solar(at: local, second: second).value
    if let waveringSurplus {
      let isHigh = (instant.seconds / 30).isMultiple(of: 2)
      solar = load + (isHigh ? waveringSurplus.high : waveringSurplus.low)
    }
  }
}
