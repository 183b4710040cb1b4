import ScheduleLang

// What a plan must come to.
extension PlanMaker {
  /// The least SoC at some instant.
  struct Demand {
    var instant: Instant
    var soc: Double
  }

  /// What must be in the car by when: targets of rules that choose, and of those with a deadline that have a plan of their own.
  func demands(in range: Range<Instant>) -> [Demand] {
    var demands: [Demand] = []
    func add(_ soc: Double, _ deadline: Deadline) {
      var now = range.lowerBound
      for _ in 0..<16 {
        guard let due = deadline.next(after: now, on: outlook.clocks.site), due < range.upperBound else {
          return
        }
        // A reading is rounded down.
        demands.append(Demand(instant: due, soc: min(soc + 0.2, Double(battery.socRange.upperBound))))
        now = due
      }
    }
    for rule in schedule.rules {
      for target in rule.action.optimisation?.targets ?? [] { add(target.soc, target.deadline) }
      for part in rule.action.parts where part.rises {
        if let deadline = part.deadline, let target = part.target { add(target, deadline) }
      }
    }
    return demands
  }

  /// What a kWh is worth that is left at the end: what it costs to put it there in the cheapest quarter of the last day.
  func finalWorth(of steps: [OptimalStep]) -> Double {
    guard let end = steps.last?.time.upperBound else { return 0 }
    let day = steps.filter { $0.time.upperBound > end.adding(seconds: -86_400) }
      .sorted { $0.importPrice < $1.importPrice }
    var (left, sum) = (86_400.0 / 4, 0.0)
    for step in day where left > 0 {
      let part = min(left, Double(step.seconds))
      sum += part * step.importPrice
      left -= part
    }
    let efficiency = ChargerEfficiency.charging.share(at: Double(battery.current.upperBound))
    return max(0, sum / (86_400.0 / 4 - left) / efficiency)
  }
}
