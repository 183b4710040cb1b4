import Glibc
import ScheduleLang

/// An invented home with panels on its roof: what it takes and what the sun gives, second by second.
///
/// Both depend on the seed and the wall clock only: equal seeds give equal homes, in any order of asking.
public struct HomeProfile: Hashable, Sendable {
  /// What always runs in a home that takes what it usually does.
  public static let baseLoad = Watts(220)
  /// What the home takes over the year, unless it is told.
  public static let usualLoad = Watts(545)
  /// What the panels give in a clear sky with the sun overhead, unless it is told.
  public static let solarPeak = Watts(4500)
  /// Degrees north of the equator; London's.
  public static let latitude = 51.5

  /// What makes this home differ from others.
  public let seed: UInt64

  /// What it takes, as a share of what it would take unless told.
  private let load: Double
  private let solarPeak: Watts

  /// Creates the home that belongs to a seed and takes `usualLoad` over the year.
  public init(
    seed: UInt64, usualLoad: Watts = HomeProfile.usualLoad, solarPeak: Watts = HomeProfile.solarPeak
  ) {
    self.seed = seed
    load = usualLoad.value / Self.usualLoad.value
    self.solarPeak = solarPeak
  }

  /// Whether it is as large as a home that nothing is told of.
  var isUsual: Bool { load == 1 && solarPeak == Self.solarPeak }

  /// What the house takes, without the charger; more in the morning and the evening, above 0.
  public func home(at local: LocalTime, second: Int = 0) -> Watts {
    let hour = Double(local.minute) / 60 + Double(second) / 3600
    let isWeekend = local.date.weekday == .saturday || local.date.weekday == .sunday
    let people =
      bump(hour, at: isWeekend ? 9.5 : 7.4, width: 1.1) * 700 + bump(hour, at: 18.6, width: 1.9) * 1100
      + bump(hour, at: 13, width: 2.5) * (isWeekend ? 400 : 120)
    let minutes = minutes(local, second)
    let mood = 0.55 + 0.9 * noise(.mood).smooth(minutes / 20)
    let fridge = noise(.fridge).smooth(minutes / 15) * 90
    // Now and then, in three-minute stretches, the kettle is on; more often while people are about.
    let isKettleOn = noise(.kettle).value(Int(minutes / 3)) < people / 40_000
    return Watts((Self.baseLoad.value + people * mood + fridge + (isKettleOn ? 2000 : 0)) * load)
  }

  /// What the sun gives, 0 or more: its height by season and hour, less what clouds take.
  public func solar(at local: LocalTime, second: Int = 0) -> Watts {
    let hours = Double(local.minute) / 60 + Double(second) / 3600
    return Watts(solarPeak.value * Self.height(on: local.date, hours: hours) * clearness(local, second))
  }

  /// Whether the sun may be up at `local`, or up to an hour and a half before or after: in other places than the invented
  /// home's it rises and sets at other times.
  static func sunMayShine(at local: LocalTime) -> Bool {
    let hours = Double(local.minute) / 60
    return [-1.5, 0, 1.5].contains { height(on: local.date, hours: hours + $0) > 0 }
  }

  /// The sine of the sun's height, 0 where it is below the horizon.
  private static func height(on date: CivilDate, hours: Double) -> Double {
    let year = date.parts.year
    let newYear = CivilDate(year: year, month: 1, day: 1)?.dayNumber ?? date.dayNumber
    let season = 2 * Double.pi * Double(date.dayNumber - newYear + 10) / 365.25
    let declination = -23.44 * Double.pi / 180 * cos(season)
    let latitude = latitude * Double.pi / 180
    // Halfway between noon on winter's and on summer's clock.
    let hours = hours - 12.5
    return max(
      0,
      sin(latitude) * sin(declination) + cos(latitude) * cos(declination) * cos(hours * 15 * Double.pi / 180))
  }

  /// The share of the sun's power that clouds let through, 0...1.
  private func clearness(_ local: LocalTime, _ second: Int) -> Double {
    let minutes = minutes(local, second)
    let day = noise(.weather).smooth(minutes / 1440)
    let cloud = noise(.cloud).smooth(minutes / 25) * 0.7 + noise(.wisp).smooth(minutes / 2) * 0.3
    return 1 - 0.9 * min(1, max(0, day * 1.6 + cloud - 1))
  }

  /// 1 at an hour of the day, falling to 0 around it, also across midnight.
  private func bump(_ hour: Double, at centre: Double, width: Double) -> Double {
    let apart = abs(hour - centre)
    let distance = min(apart, 24 - apart) / width
    return exp(-distance * distance / 2)
  }

  /// Minutes that the wall clock has shown since 1970.
  private func minutes(_ local: LocalTime, _ second: Int) -> Double {
    Double(local.date.dayNumber) * 1440 + Double(local.minute) + Double(second) / 60
  }

  /// Parts of the home that vary on their own.
  private enum Part: UInt64 { case mood = 1, fridge, kettle, weather, cloud, wisp }

  private func noise(_ part: Part) -> SeededNoise {
    SeededNoise(seed: seed &* 0x100_0000_01B3 &+ part.rawValue)
  }
}
