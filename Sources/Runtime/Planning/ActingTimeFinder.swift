import ScheduleLang

/// Finds the times in which a rule with a deadline may act, facts as they are now and prices as they will be.
struct ActingTimeFinder {
  let schedule: Schedule
  let moment: Moment
  let readings: Readings
  /// The memory of this evaluation.
  let memory: Memory
  let outlook: Outlook

  /// The times until `deadline` in which `guards` hold and clauses leave something of `action`.
  func times(for action: Action, guards: [Guard], until deadline: Instant) -> [ActingTime] {
    var times: [ActingTime] = []
    var future = memory
    for piece in pieces(guards: guards, until: deadline, memory: &future) {
      let there = outlook.clocks.moment(at: piece.lowerBound)
      future.ranked.update(at: there, outlook: outlook)
      var readings = readings
      let prices = (outlook.importPrice(at: there), outlook.exportPrice(at: there))
      if piece.lowerBound > moment.instant { (readings.importPrice, readings.exportPrice) = prices }
      guard schedule.truth(of: guards, at: there, readings: readings, memory: future) == .yes else {
        continue
      }
      var outcome = Outcome(decision: action.decision, ruleIndex: nil)
      schedule.clip(&outcome, at: there, readings: readings, memory: future)
      let speed = action.speed(leaving: outcome.decision)
      guard speed > 0 else { continue }
      let price = action.rises ? prices.0?.value : prices.1.map { -$0.value }
      times.join(ActingTime(time: piece, price: price, speed: speed))
    }
    return times
  }

  /// The pieces of the time until `deadline` in each of which guards, clauses and prices stay the same.
  private func pieces(guards: [Guard], until deadline: Instant, memory: inout Memory) -> [Range<Instant>] {
    var edges = ClockEdges(clocks: outlook.clocks, range: moment.instant..<deadline)
    for item in guards + schedule.nevers.flatMap(\.guards) {
      switch item.kind {
      case .during(let windows): edges.add(windows)
      case .on: edges.add(minutes: [0], clock: 0)
      case .when(_, let seconds, let slot):
        // A condition that is to hold for a while may come to have done so.
        if slot >= 0, let since = memory.heldSince[slot] { edges.add([since.adding(seconds: seconds)]) }
      }
    }
    for side in [outlook.imports, outlook.exports] {
      edges.add(side.windows)
      edges.add(side.curve.edges(in: edges.range))
    }
    guard !outlook.rankedWindows.isEmpty else { return edges.pieces }
    for piece in edges.pieces {
      memory.ranked.update(at: outlook.clocks.moment(at: piece.lowerBound), outlook: outlook)
      edges.add(memory.ranked.edges)
    }
    return edges.pieces
  }
}

extension Action {
  /// How fast the SoC moves by what clauses leave of the action, compared with the whole of it.
  fileprivate func speed(leaving decision: Decision) -> Double {
    if decision == self.decision { return 1 }
    let left = rises ? decision.maximumCurrent : -decision.minimumCurrent
    let whole = abs(current.value)
    guard left > 0, whole > 0 else { return 0 }
    return rate(left) / rate(whole)
  }

  private func rate(_ amperes: Int) -> Double {
    let amperes = Double(amperes)
    return rises
      ? amperes * ChargerEfficiency.charging.share(at: amperes)
      : amperes / ChargerEfficiency.discharging.share(at: amperes)
  }
}
