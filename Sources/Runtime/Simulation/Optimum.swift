import Glibc
import ScheduleLang

/// The least that recorded readings could have cost, known in hindsight.
///
/// Dynamic programming over half hours and SoC, exact on its grid: within a half hour the charger's current is
/// steady and any that the charger can give, falling only where the battery takes less, and the house's power is its
/// mean. Where an import costs at least what an export earns, a mean never costs more than its parts, so that no
/// schedule does better from half hour to half hour.
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
    // The last percent takes longer than a step: what no move reaches is not asked for.
    let highest = bottom + Double(moves.highestLevel) * grid
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
        for from in move.starts where costs[from] + price < next[from + move.levels] {
          next[from + move.levels] = costs[from] + price
        }
      }
      costs = next
      let end = series.start.adding(seconds: last * 60)
      while let demand = demands.first, demand.instant <= end {
        demands = demands.dropFirst()
        for index in costs.indices {
          let soc = bottom + Double(index) * grid
          if soc < min(demand.least, highest) - grid / 2 || soc > demand.greatest + grid / 2 {
            costs[index] = .infinity
          }
        }
      }
    }
    let best = costs.min() ?? .infinity
    cost = best.isFinite ? best : nil
  }
}
