import Runtime
import ScheduleLang

/// What a house usually does at an hour of the week: the median of what was recorded there.
///
/// A median, because one day with guests or a fault says little about the next.
public struct UsualHouse: Sendable {
  /// How long a slot of the week is, in minutes.
  static let slot = 15
  private static let slotsADay = 1440 / slot

  /// By slot of the week, Monday first, then by slot of any day.
  private let home: [Double?]
  private let solar: [Double?]
  private let grid: [Double?]
  /// Where it was recorded.
  private let origin: String

  /// Learns from `series`, on the clock of `zone`.
  public init(_ series: HouseSeries, zone: ZoneRules) {
    origin = series.name
    let none = [[Double]](repeating: [], count: Self.slotsADay * 8)
    var (homes, solars, grids) = (none, none, none)
    for index in 0..<series.count {
      let reading = series[index]
      let local = zone.local(series.start.adding(seconds: index * 60))
      for slot in Self.slots(of: local) {
        if let home = reading.home { homes[slot].append(home.value) }
        if let solar = reading.solar { solars[slot].append(solar.value) }
        if let grid = reading.grid { grids[slot].append(grid.value) }
      }
    }
    home = homes.map(\.median)
    solar = solars.map(\.median)
    grid = grids.map(\.median)
  }

  /// The slot of the week and that of any day.
  private static func slots(of local: LocalTime) -> [Int] {
    let slot = local.minute / slot
    return [Int(local.date.weekday.rawValue) * slotsADay + slot, 7 * slotsADay + slot]
  }
}

extension UsualHouse: HouseSource {
  public func reading(at moment: Moment) -> HouseReading {
    let slots = Self.slots(of: moment.local)
    func watts(_ values: [Double?]) -> Watts? { (values[slots[0]] ?? values[slots[1]]).map { Watts($0) } }
    let (home, solar) = (watts(home), watts(solar))
    return HouseReading(home: home, solar: solar, grid: home != nil && solar != nil ? nil : watts(grid))
  }

  public var name: String { "what is usual in \(origin)" }
}

extension [Double] {
  /// The value in the middle, or the mean of the two there; nil where there is none.
  fileprivate var median: Double? {
    guard !isEmpty else { return nil }
    let ordered = sorted()
    let middle = count / 2
    return count % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2
  }
}
