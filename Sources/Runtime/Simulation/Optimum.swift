import Glibc
import ScheduleLang

/// The least that recorded readings could have cost, known in hindsight.
///
/// Dynamic programming over half hours and SoC, exact on its grid: within a half hour the charger's current is
/// steady and any that the charger can give, and the house's power is its mean. A mean never costs more than its
/// parts, so that no schedule on the same grid does better.
public struct Optimum: Sendable {
  /// A step in time, in minutes.
  public static let step = 30

  /// What must hold at an instant.
  public struct Demand: Hashable, Sendable {
    /// When.
    public var instant: Instant
    /// The least SoC then, in percent.
    public var least: Double
    /// The greatest SoC then, in percent.
    public var greatest: Double

    /// Creates a demand.
    public init(instant: Instant, least: Double = 0, greatest: Double = 100) {
      self.instant = instant
      self.least = least
      self.greatest = greatest
    }
  }

  /// The least cost in minor money units; nil where no plan fulfils the demands, or prices are not known.
  public let cost: Double?

  /// Finds the cheapest plan for the home of `subject` over `series`, from `soc` percent on.
  ///
  /// - Parameters:
  ///   - demands: what must hold on the way; with half a grid step of tolerance.
  ///   - grid: how many percent apart the SoCs are that are looked at.
  public init(
    of subject: ReportSubject, over series: HouseSeries, soc: Double, demands: [Demand], grid: Double = 0.5
  ) {
    guard let battery = BatteryModel(site: subject.site) else {
      cost = nil
      return
    }
    let moves = OptimumMoves(battery: battery, grid: grid, hours: Double(Self.step) / 60)
    let site = subject.site
    let bottom = Double(battery.socRange.lowerBound)
    func level(_ soc: Double) -> Int { Int(((soc - bottom) / grid).rounded()) }
    var costs = [Double](repeating: .infinity, count: moves.levels)
    costs[min(max(level(soc), 0), moves.levels - 1)] = 0
    var demands = demands.sorted { $0.instant < $1.instant }[...]

    for first in stride(from: 0, to: series.count, by: Self.step) {
      let last = min(first + Self.step, series.count)
      let moment = subject.clocks.moment(at: series.start.adding(seconds: first * 60))
      var net = 0.0
      for index in first..<last { net += (series[index].grid?.value ?? 0) / 1000 }
      net /= Double(last - first)
      let hours = Double(last - first) / 60
      guard let dear = subject.outlook.importPrice(at: moment)?.value,
        let paid = subject.outlook.exportPrice(at: moment)?.value ?? (net >= 0 ? 0 : nil)
      else {
        cost = nil
        return
      }
      var next = [Double](repeating: .infinity, count: moves.levels)
      for move in moves.all where hours == moves.hours || move.levels == 0 {
        let power = net + move.kilowatts
        if power > net, let limit = site.importLimit, power > limit.value / 1000 { continue }
        if power < net, let limit = site.exportLimit, -power > limit.value / 1000 { continue }
        let price = power * hours * (power >= 0 ? dear : paid)
        for from in moves.starts(of: move) where costs[from] + price < next[from + move.levels] {
          next[from + move.levels] = costs[from] + price
        }
      }
      costs = next
      let end = series.start.adding(seconds: last * 60)
      while let demand = demands.first, demand.instant <= end {
        demands = demands.dropFirst()
        for index in costs.indices {
          let soc = bottom + Double(index) * grid
          if soc < demand.least - grid / 2 || soc > demand.greatest + grid / 2 { costs[index] = .infinity }
        }
      }
    }
    let best = costs.min() ?? .infinity
    cost = best.isFinite ? best : nil
  }
}

/// Moves from one SoC of a grid to another within one step of time.
struct OptimumMoves {
  struct Move {
    /// How many levels up, negative down.
    var levels: Int
    /// The power at the charger's grid side, charging positive.
    var kilowatts: Double
    /// The highest level that it can start from.
    var highest: Int
  }

  /// How many levels there are.
  let levels: Int
  /// How long a step is.
  let hours: Double
  /// Every move that the charger can make.
  private(set) var all: [Move] = [Move(levels: 0, kilowatts: 0, highest: .max)]

  init(battery: BatteryModel, grid: Double, hours: Double) {
    let range = battery.socRange
    levels = Int((Double(range.upperBound - range.lowerBound) / grid).rounded(.down)) + 1
    self.hours = hours
    let kilowattHours = battery.capacity.value / 1000 * grid / 100
    for sign in [1, -1] {
      for count in 1..<max(2, levels) {
        let stored = Double(count) * kilowattHours / hours
        guard
          let amperes = Self.amperes(storing: stored, rising: sign > 0, battery),
          amperes <= Double(battery.current.upperBound) + 1e-9
        else { break }
        // Where only less than the smallest current is needed, the smallest flows for a part of the step.
        let smallest = Double(battery.current.lowerBound)
        let share = amperes < smallest ? Self.share(of: stored, at: smallest, rising: sign > 0, battery) : 1
        let power = max(amperes, smallest) * battery.voltage.value / 1000 * share
        let top =
          sign > 0 ? Self.highest(amperes, count: count, grid: grid, levels: levels, battery) : levels - 1
        all.append(Move(levels: sign * count, kilowatts: Double(sign) * power, highest: top))
      }
    }
  }

  /// The levels that a move can start from.
  func starts(of move: Move) -> Range<Int> {
    let low = max(0, -move.levels)
    let high = min(levels - 1, move.highest, levels - 1 - move.levels)
    return low..<max(low, high + 1)
  }

  /// The steady current that moves so many kW into, or out of, the battery; nil where none does.
  private static func amperes(storing kilowatts: Double, rising: Bool, _ battery: BatteryModel) -> Double? {
    var (low, high) = (0.0, Double(battery.current.upperBound))
    guard stored(high, rising, battery) >= kilowatts - 1e-9 else { return nil }
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if stored(middle, rising, battery) < kilowatts { low = middle } else { high = middle }
    }
    return high
  }

  private static func stored(_ amperes: Double, _ rising: Bool, _ battery: BatteryModel) -> Double {
    let power = amperes * battery.voltage.value / 1000
    return rising
      ? power * ChargerEfficiency.charging.share(at: amperes)
      : power / ChargerEfficiency.discharging.share(at: amperes)
  }

  private static func share(of kilowatts: Double, at amperes: Double, rising: Bool, _ battery: BatteryModel)
    -> Double
  {
    kilowatts / stored(amperes, rising, battery)
  }

  /// The highest level from which the battery takes such a current to the end of the move.
  private static func highest(
    _ amperes: Double, count: Int, grid: Double, levels: Int, _ battery: BatteryModel
  ) -> Int {
    let bottom = Double(battery.socRange.lowerBound)
    let asked = Amperes(battery.current.upperBound)
    var level = levels - 1 - count
    while level > 0 {
      let end = Percent(
        min(bottom + Double(level + count) * grid, Double(battery.socRange.upperBound) - 1e-6))
      if battery.flow(at: end, setCurrent: asked) >= amperes - 1e-9 { break }
      level -= 1
    }
    return level
  }
}
