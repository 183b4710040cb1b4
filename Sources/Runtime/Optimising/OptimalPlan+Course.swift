import ScheduleLang

extension OptimalPlan {
  /// What is cheapest in step number `index` from a position: twice its current, charging positive, and where it leads.
  func best(in index: Int, from position: Double) -> (amperes: Int, end: Double) {
    let step = steps[index]
    let node = min(Int(position), SoCGrid.count - 1)
    var best = (amperes: 0, end: position, cost: Double.infinity)
    for option in step.options where option.nodes.contains(node) {
      let one = move(option.amperes.one, step.nets.one, option, index, from: position)
      let other = move(option.amperes.other, step.nets.other, option, index, from: position)
      let cost = (one.cost + other.cost) / 2
      if cost < best.cost - 1e-9 {
        best = (option.amperes.one + option.amperes.other, (one.end + other.end) / 2, cost)
      }
    }
    return (best.amperes, best.end)
  }

  private func move(
    _ amperes: Int, _ net: Double, _ option: OptimalStep.Option, _ index: Int, from position: Double
  ) -> (end: Double, cost: Double) {
    let step = steps[index]
    var (end, energy) = (position, 0.0)
    if amperes != 0, let table = tables.known(amperes, seconds: step.seconds) {
      let whole = table.moves[min(Int(position), SoCGrid.count - 1)]
      end = min(max(position + whole.distance, option.extent.lowerBound), option.extent.upperBound)
      energy = whole.distance == 0 ? 0 : whole.energy * (end - position) / whole.distance
    }
    let out = max(0, position - end) / Double(SoCGrid.density) / 100 * capacity
    let cost = step.cost(of: energy, net: net, seconds: Double(step.seconds))
    return (end, cost + wear * out + arrival(index, at: end))
  }

  /// When the plan, after step number `index`, takes energy out of the car or, where `decision` does so now, puts some in;
  /// nil where it does neither within its horizon.
  func next(after index: Int, from soc: Percent, asNow decision: Decision) -> Instant? {
    let discharges = decision.minimumCurrent < 0 && decision.maximumCurrent <= 0
    var position = best(in: index, from: SoCGrid.position(of: soc)).end
    let end = steps[index].time.lowerBound.adding(seconds: Self.horizon)
    for later in steps.indices.dropFirst(index + 1) where steps[later].time.lowerBound < end {
      let step = best(in: later, from: position)
      if discharges ? step.amperes > 0 : step.amperes < 0 { return steps[later].time.lowerBound }
      position = step.end
    }
    return nil
  }
}
