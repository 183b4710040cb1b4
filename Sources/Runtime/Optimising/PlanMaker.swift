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
    at now: Instant, key: OptimalPlan.Key, keptFor spare: Int, tables known: MoveTables?
  ) -> OptimalPlan {
    let length = Int64(Self.longest)
    let start = Instant(seconds: (now.seconds - (now.seconds % length + length) % length))
    let end = start.adding(seconds: spare + OptimalPlan.horizon + OptimalPlan.tail)
    let demands = demands(in: now..<end)
    let steps = steps(in: start..<end, from: now, demands: demands)
    let capacity = battery.capacity.value / 1000
    let worth = finalWorth(of: steps)
    let perNode = capacity / 100 / Double(SoCGrid.density)
    let penalty = (1000 + 10 * (steps.map { abs($0.importPrice) }.max() ?? 0)) * perNode
    var tables = known ?? MoveTables(battery)
    tables.trim()
    // What lies behind the horizon only tells what a kWh is worth there.
    let kept = steps.prefix { $0.time.lowerBound < end.adding(seconds: -OptimalPlan.tail) }
    var arrivals = [Float](repeating: 0, count: kept.count * SoCGrid.count)
    var values = (0..<SoCGrid.count).map { -worth * perNode * Double($0) }
    for index in steps.indices.reversed() {
      let step = steps[index]
      for demand in demands where demand.instant == step.time.upperBound {
        let least = SoCGrid.position(of: Percent(demand.soc))
        for node in 0..<SoCGrid.count where Double(node) < least {
          values[node] += penalty * (least - Double(node))
        }
      }
      if index < kept.count {
        let row = index * SoCGrid.count
        for node in 0..<SoCGrid.count { arrivals[row + node] = Float(values[node]) }
      }
      values = costs(before: step, values, perNode: perNode, tables: &tables)
    }
    return OptimalPlan(
      key: key, steps: Array(kept), arrivals: arrivals, wear: outlook.wear.value, capacity: capacity,
      dearest: steps.map { max($0.importPrice, $0.exportPrice) }.max() ?? 0, tables: tables)
  }
}
