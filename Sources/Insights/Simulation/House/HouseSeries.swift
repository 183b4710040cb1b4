import Runtime
import ScheduleLang

/// What a house did minute by minute, as it was recorded.
public struct HouseSeries: Sendable {
  /// The first minute.
  public let start: Instant
  /// What it took in W; not a number where that was not recorded.
  private let home: [Float]
  private let solar: [Float]
  /// What it drew from the grid without the charger.
  private let grid: [Float]
  /// 1 where the car was plugged in, 0 where not; empty where nothing was recorded of it.
  private let plugged: [Float]
  /// What the file is called.
  public let name: String

  /// Creates a series of minutes from `start` on.
  public init(start: Instant, readings: [HouseReading], name: String) {
    self.start = start
    self.name = name
    home = readings.map { $0.home.map { Float($0.value) } ?? .nan }
    solar = readings.map { $0.solar.map { Float($0.value) } ?? .nan }
    grid = readings.map { $0.grid.map { Float($0.value) } ?? .nan }
    plugged =
      readings.contains { $0.pluggedIn != nil }
      ? readings.map { $0.pluggedIn.map { $0 ? 1 : 0 } ?? .nan } : []
  }

  /// Creates a series of minutes from what is known in W, as long as each other; not a number is unknown.
  init(
    start: Instant, home: [Float], solar: [Float], grid: [Float], plugged: [Float] = [], name: String
  ) {
    (self.start, self.name) = (start, name)
    (self.home, self.solar, self.grid, self.plugged) = (home, solar, grid, plugged)
  }

  /// Joins series into one; nil where none reaches into `range`.
  ///
  /// It is of the time of `range` that they reach into; what none of them tells is unknown.
  init?(joining parts: [HouseSeries], in range: Range<Instant>, name: String) {
    let parts = parts.filter { $0.count > 0 && $0.start < range.upperBound && $0.end > range.lowerBound }
    guard let first = parts.map(\.start).min(), let last = parts.map(\.end).max() else { return nil }
    let start = max(first, range.lowerBound)
    let count = Int(min(last, range.upperBound).seconds - start.seconds) / 60
    guard count > 0 else { return nil }
    func joined(_ values: (HouseSeries) -> [Float]) -> [Float] {
      var whole = [Float](repeating: .nan, count: count)
      for part in parts {
        let shift = Int(part.start.seconds - start.seconds) / 60
        for (index, value) in values(part).enumerated() where whole.indices.contains(index + shift) {
          if whole[index + shift].isNaN { whole[index + shift] = value }
        }
      }
      return whole
    }
    self.init(
      start: start, home: joined(\.home), solar: joined(\.solar), grid: joined(\.grid), name: name)
  }

  /// How many minutes it has.
  public var count: Int { grid.count }

  /// The end of its last minute.
  public var end: Instant { start.adding(seconds: count * 60) }

  /// How many minutes lack nothing but the sun.
  public var minutesWithoutSun: Int {
    (0..<count).count { !home[$0].isNaN && solar[$0].isNaN && grid[$0].isNaN }
  }

  /// What it did in minute number `index`.
  public subscript(index: Int) -> HouseReading {
    func watts(_ value: Float) -> Watts? { value.isNaN ? nil : Watts(Double(value)) }
    var reading = HouseReading(
      home: watts(home[index]), solar: watts(solar[index]), grid: watts(grid[index]))
    if !plugged.isEmpty, !plugged[index].isNaN { reading.pluggedIn = plugged[index] >= 0.5 }
    return reading
  }
}

extension HouseSeries: HouseSource {
  public func reading(at moment: Moment) -> HouseReading {
    let index = Int((moment.instant.milliseconds - start.milliseconds) / 60_000)
    return moment.instant >= start && index < count ? self[index] : HouseReading(home: nil, solar: nil)
  }
}
