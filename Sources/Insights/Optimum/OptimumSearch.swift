import Runtime
import ScheduleLang

/// The search for the least cost: back through time for the bound, and forth again for a plan.
///
/// What the time to come costs at the least is a convex function of the energy in the battery; each step back shares out a
/// change of energy between the step and the time behind it.
struct OptimumSearch {
  private let series: HouseSeries
  private let battery: BatteryModel
  private let options: ChargerOptions
  private let steps: [OptimumStep]
  /// What each step can be used for; nil where nothing can be done.
  private let costs: [ConvexFunction?]
  /// By the step at whose end they must hold, in kWh.
  private var demands: [Int: (least: Double, greatest: Double)] = [:]
  /// All in kWh.
  private let (start, bottom, top): (Double, Double, Double)
  private let percent: Double
  /// What a kWh costs that a demand lacks: more than any that could be bought.
  private let penalty: Double
  /// What a schedule gains in the minutes in which a full battery, or one that takes less and less, gives it other
  /// currents than whole ones.
  private let gain: Double
  private static let tolerance = 1e-6

  init(
    subject: HomeSchedule, battery: BatteryModel, series: HouseSeries, simulation: Simulation,
    time: CountedTime,
    demands: [Optimum.Demand]
  ) {
    (self.series, self.battery) = (series, battery)
    let options = ChargerOptions(site: subject.site, battery: battery)
    self.options = options
    let capacity = battery.capacity.value / 1000
    let percent = capacity / 100
    self.percent = percent
    steps = OptimumStep.steps(
      of: subject, over: series, simulation, time, capacity: capacity, cuts: demands.map(\.instant))
    costs = steps.map { $0.costs(options, over: series) }
    // No discharging at the whole percent where the range ends, which shows a whole percent longer.
    let range = battery.socRange
    let lowest = max(
      Double(range.lowerBound) * percent, Double(range.lowerBound + 1) * percent - options.mostOut)
    start = simulation.socStart.value * percent
    bottom = min(lowest, start, (simulation.socs.min() ?? 100) * percent)
    let full = Double(min(range.upperBound, battery.carLimit ?? .max))
    top = max(full * percent, start, (simulation.socs.max() ?? 0) * percent)
    var (dearest, gain) = (0.0, 0.0)
    for step in steps {
      guard case .counted(let prices) = step.kind else { continue }
      dearest = max(dearest, abs(prices.dear ?? 0), abs(prices.paid ?? 0))
      for minute in step.minutes {
        // Only there a current need not be whole.
        let soc = simulation.socs[minute]
        guard
          soc >= min(BatteryModel.taperStart, full - 1e-9)
            || soc < Double(range.lowerBound + 1),
          let costs = options.costs(net: series[minute].grid ?? Watts(0), prices)
        else { continue }
        let before = minute > 0 ? simulation.socs[minute - 1] : simulation.socStart.value
        gain += max(0, costs.value(at: (soc - before) * percent) - simulation.costs[minute])
      }
    }
    self.gain = gain
    penalty = 4 * dearest + 1
    let ends = Dictionary(steps.indices.map { (steps[$0].minutes.upperBound, $0) }, uniquingKeysWith: { $1 })
    for demand in demands {
      let minute = Int((demand.instant.milliseconds - series.start.milliseconds + 59_999) / 60_000)
      guard minute > 0, let step = ends[min(minute, series.count)] else { continue }
      let known = self.demands[step] ?? (0, .infinity)
      self.demands[step] = (
        max(known.least, demand.least * percent - 1e-9), min(known.greatest, demand.greatest * percent + 1e-9)
      )
    }
  }

  /// The worth at the beginning of a step, from that behind it; the battery is filled up to `top` at most.
  private func before(_ index: Int, _ after: ConvexFunction, upTo top: Double) -> ConvexFunction {
    guard let costs = costs[index] else { return after }
    let best = costs.mirrored.sharing(with: demanded(index, after))
    guard best.start <= top, best.end >= bottom else { return after }
    return best.within(bottom...top).simplified(tolerance: Self.tolerance)
  }

  private func demanded(_ index: Int, _ after: ConvexFunction) -> ConvexFunction {
    guard let demand = demands[index] else { return after }
    return after.demanding(least: demand.least, greatest: demand.greatest, penalty: penalty)
  }

  private func atTheEnd(upTo top: Double) -> ConvexFunction {
    ConvexFunction(
      start: bottom, value: 0, pieces: top > bottom ? [.init(width: top - bottom, slope: 0)] : [])
  }

  /// No schedule costs less than this.
  var bound: Double {
    var worth = atTheEnd(upTo: top)
    for index in steps.indices.reversed() { worth = before(index, worth, upTo: top) }
    return worth.value(at: start) - gain
  }

  /// Whether charging at all times meets every demand for a least SoC, and discharging those for a greatest.
  var isPossible: Bool {
    var (most, fewest) = (start, start)
    for index in steps.indices {
      if let costs = costs[index] {
        (most, fewest) = (min(most + costs.end, top), max(fewest + costs.start, bottom))
      }
      guard let demand = demands[index] else { continue }
      if most < demand.least - 1e-6 || fewest > demand.greatest + 1e-6 { return false }
      (most, fewest) = (min(most, demand.greatest), max(fewest, demand.least))
    }
    return true
  }

  // MARK: The plan

  /// The cost of the better of two plans: one uses all of the battery, the other only what it takes at full power.
  var plan: Double? {
    let knee = BatteryModel.taperStart * percent
    let needed = demands.values.map(\.least).max() ?? 0
    let plans = [plan(upTo: top), max(start, needed) <= knee && top > knee ? plan(upTo: knee) : nil]
    return plans.compactMap { $0 }.min()
  }

  /// The cost of whole amperes, minute by minute, towards what the search found best; nil where they miss a demand.
  private func plan(upTo top: Double) -> Double? {
    // The worth at the beginnings of every so many steps, from which those between are found again.
    let distance = 96
    var marks: [ConvexFunction] = []
    var worth = atTheEnd(upTo: top)
    for index in steps.indices.reversed() {
      worth = before(index, worth, upTo: top)
      if index % distance == 0 { marks.append(worth) }
    }
    marks.reverse()
    var (energy, cost) = (start, 0.0)
    for mark in marks.indices {
      let steps = mark * distance..<min((mark + 1) * distance, self.steps.count)
      var worths = [mark + 1 < marks.count ? marks[mark + 1] : atTheEnd(upTo: top)]
      for index in steps.dropFirst().reversed() {
        worths.append(before(index, worths[worths.count - 1], upTo: top))
      }
      for index in steps {
        guard let step = follow(index, from: energy, demanded(index, worths.removeLast())) else { return nil }
        energy = step.energy
        cost += step.cost
        guard let demand = demands[index] else { continue }
        if energy < demand.least - 1e-6 || energy > demand.greatest + 1e-6 { return nil }
      }
    }
    return cost
  }

  private func follow(
    _ index: Int, from energy: Double, _ worth: ConvexFunction
  ) -> (energy: Double, cost: Double)? {
    switch steps[index].kind {
    case .counted(let prices): return follow(index, prices, from: energy, worth)
    // What may be taken for nothing is.
    case .free(let range): return (min(energy + range.upperBound, top), 0)
    case .away(let fall, let cost): return energy - fall < -1e-9 ? nil : (energy - fall, cost)
    }
  }

  /// Each minute begins with its lowest current, and goes up from corner to corner of its costs where that is cheapest.
  private func follow(
    _ index: Int, _ prices: OptimumStep.Prices, from energy: Double, _ worth: ConvexFunction
  ) -> (energy: Double, cost: Double)? {
    var (end, price) = (energy, 0.0)
    var currents: [Int] = []
    var rises: [(piece: ConvexFunction.Piece, minute: Int, amperes: Int)] = []
    for minute in steps[index].minutes {
      let choices = options.choices(net: series[minute].grid ?? Watts(0), prices)
      guard let lowest = choices.first else { return nil }
      let costs = ConvexFunction(below: choices.map { (x: $0.stored, y: $0.cost) })
      var next = 0
      for (piece, corner) in zip(costs.pieces, costs.corners.dropFirst()) {
        while next + 1 < choices.count, choices[next].stored < corner.x - 1e-9 { next += 1 }
        rises.append((piece, currents.count, choices[next].amperes))
      }
      currents.append(lowest.amperes)
      end += costs.start
      price += costs.value
    }
    rises.sort { ($0.piece.slope, $0.minute) < ($1.piece.slope, $1.minute) }
    var (best, taken) = (Double.infinity, 0)
    for number in 0...rises.count {
      if number > 0 {
        end += rises[number - 1].piece.width
        price += rises[number - 1].piece.width * rises[number - 1].piece.slope
      }
      let outside = max(0, bottom - end) + max(0, end - worth.end)
      var value = price + worth.value(at: end) + outside * penalty
      // Whole minutes rather go a little beyond a demand than end a little before it.
      if let demand = demands[index], end < demand.least || end > demand.greatest { value += penalty * 1e3 }
      if value < best { (best, taken) = (value, number) }
    }
    for rise in rises.prefix(taken) { currents[rise.minute] = rise.amperes }
    return run(steps[index].minutes, currents, prices, from: energy)
  }

  /// What whole amperes lead to in the battery's model, as in any simulation.
  private func run(
    _ minutes: Range<Int>, _ currents: [Int], _ prices: OptimumStep.Prices, from energy: Double
  ) -> (energy: Double, cost: Double)? {
    var (soc, cost) = (Percent(energy / percent), 0.0)
    let range = battery.socRange
    for (minute, amperes) in zip(minutes, currents) {
      let net = (series[minute].grid ?? Watts(0)).value
      let known = Int(soc.value.rounded(.down))
      let isForbidden = amperes > 0 ? known >= range.upperBound : known <= range.lowerBound
      let flow = battery.step(from: soc, setPoint: Amperes(isForbidden ? 0 : amperes), seconds: 60)
      soc = flow.soc
      guard let paid = prices.cost(of: (net + flow.power.value) / 60_000) else { return nil }
      cost += paid
    }
    return (soc.value * percent, cost)
  }
}
