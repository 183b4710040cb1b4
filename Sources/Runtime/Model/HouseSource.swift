import ScheduleLang

/// What a house does in one minute without its charger; nil is unknown.
public struct HouseReading: Hashable, Sendable {
  /// What it takes.
  public var home: Watts?
  /// What the sun gives.
  public var solar: Watts?
  /// What it draws from the grid in all, import positive.
  public var grid: Watts?
  /// Whether the car is plugged in there.
  public var pluggedIn: Bool?

  /// Creates a reading; the grid is the difference of the others where it is not given.
  public init(home: Watts?, solar: Watts?, grid: Watts? = nil) {
    self.home = home
    self.solar = solar
    if let home, let solar { self.grid = grid ?? (home - solar) } else { self.grid = grid }
  }
}

/// What the meter of a site tells of its house.
package enum HouseMetering: Sendable {
  case none
  /// Without a solar channel: the house as if it had no panels.
  case grid
  case gridAndSun

  /// Finds what the meter of `site` tells.
  package init(of site: Site) {
    self = site.meter == nil ? .none : site.metersSun ? .gridAndSun : .grid
  }

  /// What it tells of `house`.
  package func metered(_ house: HouseReading) -> HouseReading {
    switch self {
    case .none: HouseReading(home: nil, solar: nil)
    case .grid: HouseReading(home: house.grid, solar: nil, grid: house.grid)
    case .gridAndSun: house
    }
  }
}

/// A house that can be asked what it does at a moment.
public protocol HouseSource: Sendable {
  /// What it does in the minute that starts at `moment`.
  func reading(at moment: Moment) -> HouseReading
  /// Where the numbers come from, for reports.
  var name: String { get }
}

extension HomeProfile: HouseSource {
  public func reading(at moment: Moment) -> HouseReading {
    HouseReading(home: home(at: moment.local), solar: solar(at: moment.local))
  }

  public var name: String { isUsual ? "an invented home" : "an invented home of the meter's settings" }
}
