import ScheduleLang

/// Tells who will decide, by all that can be known ahead: the clocks, prices, clauses and the order of the rules.
///
/// A rule that may apply, and is not known to, does not; one with a deadline has a plan of its own, and its target is one for
/// whoever else chooses.
struct AheadRules {
  let schedule: Schedule
  let outlook: Outlook
  /// Where the charger charges and discharges, in percent.
  let socRange: ClosedRange<Int>
  /// The first whole percent of each class of SoCs that nothing tells apart.
  let classes: [Int]
  let asksForPrices: Bool
  private let guards: [Guard]
  /// What each rule that chooses may choose at each class, while no target is near and while one is.
  private let choices: [(far: [[Decision]], near: [[Decision]])?]

  init(_ schedule: Schedule, outlook: Outlook, socRange: ClosedRange<Int>) {
    (self.schedule, self.outlook, self.socRange) = (schedule, outlook, socRange)
    guards = schedule.rules.flatMap(\.guards) + schedule.nevers.flatMap(\.guards)
    asksForPrices = schedule.conditions.contains { node in
      switch node.kind {
      case .compare(let reading, _, _, _), .between(let reading, _, _, _), .unknown(let reading):
        reading == .importPrice || reading == .exportPrice
      default: false
      }
    }
    var thresholds: [Double] = [Double(socRange.lowerBound), Double(socRange.upperBound)]
    if let reserve = schedule.reserve { thresholds.append(reserve) }
    for node in schedule.conditions {
      switch node.kind {
      case .compare(.soc, _, let threshold, _): thresholds.append(threshold)
      case .between(.soc, let low, let high, _): thresholds += [low, high]
      default: continue
      }
    }
    for rule in schedule.rules {
      thresholds += rule.action.targets
      guard let optimisation = rule.action.optimisation else { continue }
      thresholds += optimisation.targets.map(\.soc)
      if let range = optimisation.range { thresholds += [range.lowerBound, range.upperBound] }
    }
    let firsts = thresholds.flatMap { [$0.rounded(.up), $0.rounded(.down) + 1] }.filter {
      (1...100).contains($0)
    }
    let classes = [0] + Set(firsts.map { Int($0) }).sorted()
    self.classes = classes
    choices = schedule.rules.map { rule in
      rule.action.optimisation.map { optimisation in
        (
          classes.map { optimisation.choices(at: $0, isTargetNear: false) },
          classes.map { optimisation.choices(at: $0, isTargetNear: true) }
        )
      }
    }
  }

  /// All that tells one time from another, but for prices that no condition asks for and what the house does.
  struct Facts: Hashable {
    var truths: [Truth]
    var readings: ExpectedReadings
    /// Of each rule that chooses: whether a target above its range is near.
    var isTargetNear: [Bool]
    /// What conditions come to that ask what has gone through the charger.
    var counted: [Bool]
    /// Whether it is known what a kWh earns.
    var maySell: Bool
  }

  func facts(
    at moment: Moment, expecting readings: ExpectedReadings, memory: ConditionMemory, maySell: Bool
  ) -> Facts {
    var truths: [Truth] = []
    for item in guards {
      switch item.kind {
      case .during, .on:
        truths.append(schedule.truth(of: item, at: moment, readings: Readings(), memory: memory))
      case .when(_, let held):
        guard let held else { continue }
        truths.append(
          memory.heldSince[held.slot].map {
            Truth($0.adding(seconds: held.seconds) <= moment.instant)
          } ?? .unknown)
      }
    }
    var readings = readings
    if !asksForPrices { (readings.importPrice, readings.exportPrice) = (nil, nil) }
    let near = schedule.rules.compactMap(\.action.optimisation).map {
      $0.isTargetNear(at: moment.instant, on: outlook.clocks.site)
    }
    return Facts(
      truths: truths, readings: readings, isTargetNear: near,
      counted: schedule.truths(of: memory.counters), maySell: maySell)
  }

  /// What may be decided at each class of SoCs; what chooses sells only where it is known what that earns.
  func choices(
    at moment: Moment, expecting readings: ExpectedReadings, memory: ConditionMemory, maySell: Bool
  ) -> AheadChoices {
    var readings = readings
    return AheadChoices(
      classes.indices.map { index in
        readings.soc = classes[index]
        return decisions(
          ofClass: index, at: moment, expecting: readings, memory: memory, maySell: maySell)
      })
  }

  /// What whoever decides may choose, after all clauses.
  private func decisions(
    ofClass number: Int, at moment: Moment, expecting readings: ExpectedReadings, memory: ConditionMemory,
    maySell: Bool
  ) -> [Decision] {
    func left(of decision: Decision) -> Decision {
      schedule.clipped(decision, at: moment, expecting: readings, memory: memory).applied(
        soc: readings.soc, range: socRange)
    }
    for (index, rule) in schedule.rules.enumerated() {
      let truth = schedule.truth(of: rule.guards, at: moment, expecting: readings, memory: memory)
      if let optimisation = rule.action.optimisation, let choices = choices[index] {
        guard truth != .no else { continue }
        let isNear = optimisation.isTargetNear(at: moment.instant, on: outlook.clocks.site)
        return (isNear ? choices.near : choices.far)[number].filter { maySell || $0.action != .discharge }
          .map(left)
      }
      guard truth == .yes, let own = rule.action.pending(at: readings.soc), own.deadline == nil else {
        continue
      }
      return [left(of: own.decision)]
    }
    return [.idle]
  }
}
