import ScheduleLang

// What the rest costs, step by step back through time.
extension PlanMaker {
  /// What a step costs and all behind it, from each node, where the rest costs `after` behind it.
  func costs(before step: OptimalStep, _ after: [Double], perNode: Double, tables: inout MoveTables)
    -> [Double]
  {
    let moves = tables.moves(of: step.options, seconds: step.seconds)
    let wear = outlook.wear.value * perNode
    var before = [Double](repeating: .infinity, count: SoCGrid.count)
    var sums = [Double](repeating: 0, count: SoCGrid.count)
    after.withUnsafeBufferPointer { after in
      before.withUnsafeMutableBufferPointer { before in
        sums.withUnsafeMutableBufferPointer { sums in
          func add(_ option: OptimalStep.Option, _ amperes: Int, _ grid: GridCost, share: Double) {
            let pass = CostPass(
              nodes: option.nodes, extent: option.extent, grid: grid, wear: wear, share: share)
            if amperes == 0 {
              pass.rest(after, to: sums)
            } else if let table = moves[MoveTables.place(of: amperes)] {
              pass.move(by: table, after, to: sums)
            }
          }
          let one = GridCost(step, nets: step.nets.one, step.nets.one)
          let other = GridCost(step, nets: step.nets.other, step.nets.other)
          let mean = GridCost(step, nets: step.nets.one, step.nets.other)
          for option in step.options {
            for node in option.nodes { sums[node] = 0 }
            if option.amperes.one == option.amperes.other {
              add(option, option.amperes.one, mean, share: 1)
            } else {
              add(option, option.amperes.one, one, share: 0.5)
              add(option, option.amperes.other, other, share: 0.5)
            }
            for node in option.nodes { before[node] = min(before[node], sums[node]) }
          }
        }
      }
    }
    return before
  }
}

/// What energy of the charger's costs in a step, in the mean of what may flow through the grid meter without it.
private struct GridCost {
  private let prices: (bought: Double, sold: Double)
  /// What flows in each of two cases, in kWh over the step.
  private let houses: (Double, Double)
  private var base = 0.0

  /// - Parameter nets: the two cases, in watts.
  init(_ step: OptimalStep, nets one: Double, _ other: Double) {
    prices = (step.importPrice, step.exportPrice)
    let hours = Double(step.seconds) / 3.6e6
    houses = (one * hours, other * hours)
    base = money(houses.0) + money(houses.1)
  }

  @inline(__always)
  private func money(_ energy: Double) -> Double { energy * (energy > 0 ? prices.bought : prices.sold) }

  /// What so many kWh cost beside what the house takes.
  @inline(__always)
  func callAsFunction(_ energy: Double) -> Double {
    (money(houses.0 + energy) + money(houses.1 + energy) - base) / 2
  }
}

/// One current at one class of SoCs.
private struct CostPass {
  let nodes: Range<Int>
  /// Between which nodes it may go on.
  let extent: ClosedRange<Double>
  let grid: GridCost
  /// What a node less costs in wear.
  let wear: Double
  /// How much it counts.
  let share: Double

  /// Adds what it costs to stay.
  func rest(_ after: UnsafeBufferPointer<Double>, to sums: UnsafeMutableBufferPointer<Double>) {
    for node in nodes { sums[node] += share * after[node] }
  }

  /// Adds what it costs to move, and the rest from there on.
  func move(
    by table: MoveTable, _ after: UnsafeBufferPointer<Double>, to sums: UnsafeMutableBufferPointer<Double>
  ) {
    let alike = steadyNodes(of: table)
    guard let first = alike.first else { return single(nodes, table, after, to: sums) }
    single(nodes.lowerBound..<alike.lowerBound, table, after, to: sums)
    single(alike.upperBound..<nodes.upperBound, table, after, to: sums)
    let move = table.moves[first]
    let whole = move.distance.rounded(.down)
    let part = move.distance - whole
    let cost = grid(move.energy) + wear * max(0, -move.distance)
    // Plain pointers, so that several nodes are done at once.
    guard let to = sums.baseAddress, let from = after.baseAddress else { return }
    let (lower, upper) = (share * (1 - part), share * part)
    let (target, source) = (to + first, from + first + Int(whole))
    for index in 0..<alike.count {
      target[index] += share * cost + lower * source[index] + upper * source[index + 1]
    }
  }

  /// The nodes among `nodes` that a steady move keeps within the extent.
  private func steadyNodes(of table: MoveTable) -> Range<Int> {
    let steady = table.steady.clamped(to: nodes)
    guard let first = steady.first else { return nodes.lowerBound..<nodes.lowerBound }
    let distance = table.moves[first].distance
    let low = max(steady.lowerBound, Int((extent.lowerBound - distance).rounded(.up)))
    // One more node is read than the one that it leads to.
    let most = min(extent.upperBound, Double(SoCGrid.count - 2))
    let high = min(steady.upperBound, Int((most - distance).rounded(.down)) + 1)
    return low < high ? low..<high : nodes.lowerBound..<nodes.lowerBound
  }

  private func single(
    _ nodes: Range<Int>, _ table: MoveTable, _ after: UnsafeBufferPointer<Double>,
    to sums: UnsafeMutableBufferPointer<Double>
  ) {
    for node in nodes {
      let start = Double(node)
      let move = table.moves[node]
      let end = min(max(start + move.distance, extent.lowerBound), extent.upperBound)
      let energy = move.distance == 0 ? 0 : move.energy * (end - start) / move.distance
      sums[node] += share * (grid(energy) + wear * max(0, start - end) + SoCGrid.value(after, at: end))
    }
  }
}
