/// One step back through the time before a deadline: what the rest costs before a stretch, given what it costs after.
struct CostStep {
  let course: Course
  /// How long the stretch is.
  let seconds: Double
  /// What a kWh costs in it.
  let price: Double
  /// From where the aim can be reached after it.
  let least: Double
  /// What the rest costs after it, from each node.
  let costs: [Double]

  /// What the rest costs before it, from each node, and up to which position it is cheapest to act.
  var result: (costs: [Double], worthwhile: Double) {
    course.isForced ? resultAmongRules : resultAlone
  }

  /// The position to go to from `position`: of equally cheap ones the nearest.
  func best(from position: Double) -> Double {
    let end = course.advanced(from: position, by: seconds)
    let start = course.drifted(from: position, by: seconds)
    if end < least { return end }
    if course.isForced {
      return start >= least && cost(start, from: position) <= cost(end, from: position)
        ? start : end
    }
    var best = max(start, least)
    var lowest = cost(best)
    for node in stride(from: Int(best) + 1, through: Int(end), by: 1)
    where cost(Double(node)) < lowest {
      (best, lowest) = (Double(node), cost(Double(node)))
    }
    if cost(end) < lowest { return end }
    return best
  }

  /// What the rest costs from `position` on, with all that goes through the charger from the first node to there.
  private func cost(_ position: Double) -> Double {
    Course.value(costs, at: position) + price * course.energy(at: position)
  }

  /// The same, for one that starts at `start`; what other rules take out of the car is not the plan's.
  private func cost(_ position: Double, from start: Double) -> Double {
    Course.value(costs, at: position) + price
      * max(0, course.energy(at: position) - course.energy(at: start))
  }

  private var resultAmongRules: (costs: [Double], worthwhile: Double) {
    var worthwhile = -1.0
    let result = costs.indices.map { node in
      let place = Double(node)
      let end = course.advanced(from: place, by: seconds)
      let start = course.drifted(from: place, by: seconds)
      let acting = cost(end, from: place)
      guard start >= least || end < least else { return acting }
      let waiting = cost(start, from: place)
      if end >= least, acting < waiting { worthwhile = place + 1 }
      return end < least ? acting : min(acting, waiting)
    }
    return (result, worthwhile)
  }

  /// The same where nobody else moves the SoC: both ends of what can be reached only rise with the node, so that a window
  /// glides along and its least cost is at hand.
  private var resultAlone: (costs: [Double], worthwhile: Double) {
    let sums = costs.indices.map { costs[$0] + price * course.energy[$0] }
    var result = costs
    var worthwhile = -1.0
    // Nodes of the window, the costs rising.
    var window = [Int](repeating: 0, count: costs.count)
    var (head, tail, next) = (0, 0, 0)
    for node in costs.indices {
      let end = course.advanced(from: Double(node), by: seconds)
      guard end >= least else {
        result[node] = cost(end) - price * course.energy[node]
        continue
      }
      let start = max(Double(node), least)
      next = max(next, Int(start.rounded(.up)))
      while next <= Int(end) {
        while tail > head, sums[window[tail - 1]] > sums[next] { tail -= 1 }
        window[tail] = next
        tail += 1
        next += 1
      }
      while head < tail, Double(window[head]) < start { head += 1 }
      let waiting = cost(start)
      var lowest = min(waiting, cost(end))
      if head < tail { lowest = min(lowest, sums[window[head]]) }
      if start == Double(node), lowest < waiting { worthwhile = Double(node) + 1 }
      result[node] = lowest - price * course.energy[node]
    }
    return (result, worthwhile)
  }
}
