import Runtime
import ScheduleLang

/// A few minutes of one price, the step of the search for the least cost.
struct OptimumStep {
  /// The prices of one stretch, in minor money units a kWh.
  struct Prices: Hashable {
    var dear: Double?
    var paid: Double?

    /// What so many kWh through the meter cost; nil where their price is not known.
    func cost(of energy: Double) -> Double? {
      if abs(energy) < 1e-12 { return 0 }
      return (energy > 0 ? dear : paid).map { $0 * energy }
    }
  }

  enum Kind {
    /// Its minutes are counted, at these prices.
    case counted(Prices)
    /// They are not: the battery rises by what it did in the simulation, in kWh, or by less either way, for nothing.
    case free(ClosedRange<Double>)
    /// The car is away: the battery falls by what it fell in the simulation, and the house costs what it costs.
    case away(fall: Double, cost: Double)
  }

  /// A step ends at each of these, in minutes.
  static let longest = 15

  /// Its minutes in the series.
  var minutes: Range<Int>
  var kind: Kind

  /// The steps of a simulation, in order.
  static func steps(
    of subject: HomeSchedule, over series: HouseSeries, _ simulation: Simulation, _ time: CountedTime,
    capacity: Double, cuts: [Instant]
  ) -> [OptimumStep] {
    var timeline = PriceTimeline(subject.outlook)
    let cutMinutes = Set(cuts.map { Int(($0.milliseconds - series.start.milliseconds) / 60_000) })
    let offset = Int(series.start.seconds / 60 % Int64(longest))
    var steps: [OptimumStep] = []
    var before = simulation.socStart.value
    for index in 0..<series.count {
      let rise = (simulation.socs[index] - before) / 100 * capacity
      before = simulation.socs[index]
      let kind: Kind
      if simulation.isAway(index) {
        kind = .away(fall: -rise, cost: time[index] ? simulation.costs[index] : 0)
      } else if time[index] {
        let piece = timeline.piece(at: series.start.adding(seconds: index * 60))
        kind = .counted(Prices(dear: piece.importPrice?.value, paid: piece.exportPrice?.value))
      } else {
        kind = .free(min(0, rise)...max(0, rise))
      }
      let isCut = (index + offset) % longest == 0 || cutMinutes.contains(index)
      if !isCut, let last = steps.last, let joined = last.kind.joined(with: kind) {
        steps[steps.count - 1] = OptimumStep(minutes: last.minutes.lowerBound..<index + 1, kind: joined)
      } else {
        steps.append(OptimumStep(minutes: index..<index + 1, kind: kind))
      }
    }
    return steps
  }

  /// The least cost by what it puts into the battery; nil where nothing can be done.
  func costs(_ options: ChargerOptions, over series: HouseSeries) -> ConvexFunction? {
    switch kind {
    case .counted(let prices): options.costs(nets: minutes.lazy.map { series[$0].grid ?? Watts(0) }, prices)
    case .free(let range):
      ConvexFunction(
        start: range.lowerBound, value: 0,
        pieces: [.init(width: range.upperBound - range.lowerBound, slope: 0)])
    case .away(let fall, let cost): ConvexFunction(start: -fall, value: cost)
    }
  }
}

extension OptimumStep.Kind {
  fileprivate func joined(with other: Self) -> Self? {
    switch (self, other) {
    case (.counted(let one), .counted(let two)) where one == two: self
    case (.free(let one), .free(let two)):
      .free(one.lowerBound + two.lowerBound...one.upperBound + two.upperBound)
    case (.away(let one, let cost), .away(let two, let more)): .away(fall: one + two, cost: cost + more)
    default: nil
    }
  }
}
