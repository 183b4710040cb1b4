import ScheduleLang

/// Which values a SoC can have by now, by those that it had and by how fast a battery can be filled or emptied.
public struct SoCPace: Hashable, Sendable {
  /// The pace, in percent a second, of a small battery at a large charger: 10 kWh at 11 kW.
  public static let fastest = 0.03

  /// By how many percent readings differ from the truth.
  private static let tolerance = 3.0
  /// How much faster than computed a SoC may move: batteries age, and are smaller than the paper says.
  private static let slack = 1.5

  /// How fast the SoC can change at most.
  var percentPerSecond: Double
  /// The last value that was taken in.
  private(set) var reading: Int?
  /// Where the SoC is by all values up to now, which moves no faster than the pace.
  private var anchor = 0.0
  /// How far the SoC can have moved since the last value.
  private var room = 0.0

  /// Creates the pace of a SoC that is not known.
  init(percentPerSecond: Double) { self.percentPerSecond = percentPerSecond }

  /// How fast the SoC of a site's car can change, in percent a second.
  public static func percentPerSecond(of site: Site) -> Double {
    guard let battery = site.battery, battery.value > 0 else { return fastest }
    let power = Double(site.chargerCurrent.upperBound) * site.voltage.value
    return min(fastest, slack * power / battery.value / 36)
  }

  /// Lets time pass in which power may have flowed.
  mutating func pass(_ time: Duration) {
    room = min(100, room + percentPerSecond * max(0, time / .seconds(1)))
  }

  /// Whether the SoC can be `value` now.
  func allows(_ value: Int) -> Bool {
    guard reading != nil else { return true }
    return abs(Double(value) - anchor) <= Self.tolerance + room
  }

  /// Takes in a value.
  mutating func take(_ value: Int) {
    defer { reading = value }
    guard reading != nil else {
      (anchor, room) = (Double(value), 0)
      return
    }
    anchor += min(room, max(-room, Double(value) - anchor))
    room = 0
  }
}
