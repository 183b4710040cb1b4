import ScheduleLang

/// Finds the plan of the time to come.
struct PlanMaker {
  let schedule: Schedule
  let outlook: Outlook
  let battery: BatteryModel
  let rules: AheadRules
  let house: HouseExpectation
  let conditions: ConditionMemory
  /// What usually flows through the grid meter.
  let grid: UsualGrid

  init(
    _ schedule: Schedule, outlook: Outlook, battery: BatteryModel, memory: OptimiserMemory,
    conditions: ConditionMemory
  ) {
    grid = memory.grid
    (self.schedule, self.outlook, self.battery, self.conditions) = (schedule, outlook, battery, conditions)
    rules = AheadRules(schedule, outlook: outlook, socRange: battery.socRange)
    self.house = HouseExpectation(outlook: outlook, recent: memory.house)
  }

  /// How long the steps are at most, in seconds.
  static let longest = 1800

  /// The plan from `now` on, for so many seconds longer than it looks ahead.
  func plan(
    at now: Instant, key: OptimalPlan.Key, keptFor spare: Int, tables known: [MoveTable.Key: MoveTable]
  )
    -> OptimalPlan
  {
    let length = Int64(Self.longest)
    let start = Instant(seconds: (now.seconds - (now.seconds % length + length) % length))
    let end = start.adding(seconds: spare + OptimalPlan.horizon + OptimalPlan.tail)
    let demands = demands(in: now..<end)
    let steps = steps(in: start..<end, from: now, demands: demands)
    let capacity = battery.capacity.value / 1000
    let worth = finalWorth(of: steps)
    let perNode = capacity / 100 / Double(SoCGrid.density)
    let penalty = (1000 + 10 * (steps.map { abs($0.importPrice) }.max() ?? 0)) * perNode
    var tables = known.count > 400 ? [:] : known
    var arrivals = [[Double]](repeating: [], count: steps.count)
    var values = (0..<SoCGrid.count).map { -worth * perNode * Double($0) }
    for index in steps.indices.reversed() {
      let step = steps[index]
      for demand in demands where demand.instant == step.time.upperBound {
        let least = SoCGrid.position(of: Percent(demand.soc))
        for node in 0..<SoCGrid.count where Double(node) < least {
          values[node] += penalty * (least - Double(node))
        }
      }
      arrivals[index] = values
      values = before(step, values, perNode: perNode, tables: &tables)
    }
    return OptimalPlan(
      key: key, steps: steps, arrivals: arrivals, wear: outlook.wear.value, capacity: capacity,
      finalWorth: worth, tables: tables)
  }

  /// What the rest costs before a step, from each node, where it costs `after` behind it.
  private func before(
    _ step: OptimalStep, _ after: [Double], perNode: Double, tables: inout [MoveTable.Key: MoveTable]
  ) -> [Double] {
    var before = [Double](repeating: .infinity, count: SoCGrid.count)
    var sums = [Double](repeating: 0, count: SoCGrid.count)
    after.withUnsafeBufferPointer { after in
      sums.withUnsafeMutableBufferPointer { sums in
        for option in step.options {
          for node in option.nodes { sums[node] = 0 }
          add(
            option, option.amperes.one, step.nets.one, step, after, to: sums, perNode: perNode,
            tables: &tables)
          add(
            option, option.amperes.other, step.nets.other, step, after, to: sums, perNode: perNode,
            tables: &tables)
          for node in option.nodes { before[node] = min(before[node], sums[node] / 2) }
        }
      }
    }
    return before
  }

  /// Adds what a current costs, and the rest behind it, where so much flows through the grid meter without the charger.
  private func add(
    _ option: OptimalStep.Option, _ amperes: Int, _ net: Double, _ step: OptimalStep,
    _ after: UnsafeBufferPointer<Double>, to sums: UnsafeMutableBufferPointer<Double>, perNode: Double,
    tables: inout [MoveTable.Key: MoveTable]
  ) {
    guard amperes != 0 else {
      for node in option.nodes { sums[node] += after[node] }
      return
    }
    let key = MoveTable.Key(amperes: amperes, seconds: step.seconds)
    let table = tables[key] ?? MoveTable(key, battery: battery)
    tables[key] = table
    let wear = outlook.wear.value * perNode
    let house = net * Double(step.seconds) / 3.6e6
    let houseCost = house * (house > 0 ? step.importPrice : step.exportPrice)
    let (lowest, highest) = (option.extent.lowerBound, option.extent.upperBound)
    table.ends.withUnsafeBufferPointer { ends in
      table.energies.withUnsafeBufferPointer { energies in
        for node in option.nodes {
          let start = Double(node)
          var (end, energy) = (ends[node], energies[node])
          let kept = min(max(end, lowest), highest)
          if kept != end {
            energy *= end == start ? 0 : (kept - start) / (end - start)
            end = kept
          }
          let all = house + energy
          let cost = all * (all > 0 ? step.importPrice : step.exportPrice) - houseCost
          sums[node] += cost + wear * max(0, start - end) + SoCGrid.value(after, at: end)
        }
      }
    }
  }
}
