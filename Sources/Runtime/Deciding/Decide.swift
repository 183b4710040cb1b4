import ScheduleLang

/// What `schedule` wants at `moment`: the first rule that applies decides, and the clauses above the rules clip
/// it.
///
/// A pure function of its arguments. `memory` starts empty, belongs to this schedule and is handed on from one
/// evaluation to the next. `moment` must show every clock of the schedule. Without an `outlook` nothing is known
/// of the time to come: windows by price are unknown and rules with a deadline stand aside. What the owner
/// `ordered` takes the place of the rules, and the clauses clip it all the same.
public func decide(
  _ schedule: Schedule, at moment: Moment, readings: Readings, memory: inout Memory, outlook: Outlook? = nil,
  ordered: Decision? = nil
) -> Outcome {
  var readings = readings
  memory.ahead.fill(&readings, at: moment, outlook: outlook)
  memory.update(schedule, at: moment, readings: readings, outlook: outlook)
  var outcome =
    ordered.map { Outcome(decision: $0, ruleIndex: nil) }
    ?? schedule.winner(at: moment, readings: readings, memory: memory)
  schedule.choose(for: &outcome, at: moment, readings: readings, memory: &memory, outlook: outlook)
  (outcome.decision, outcome.clips) = schedule.clipped(
    outcome.decision, at: moment, readings: readings, memory: memory.conditions)
  if let outlook, !outlook.optimisingRules.isEmpty {
    memory.optimiser.note(
      outcome.decision, ofRule: outcome.ruleIndex, readings: readings, outlook: outlook)
  }
  if let index = outcome.ruleIndex, let plan = outcome.optimised?.missed {
    outcome.concerns.append(Concern(ruleIndex: index, kind: .shortfall(plan)))
  }
  if let outlook, !outlook.deadlineRules.isEmpty {
    memory.deadlines.note(
      outcome.decision, ofRule: outcome.ruleIndex, readings: readings, outlook: outlook)
    outcome.plan = outcome.ruleIndex.flatMap { memory.deadlines.pursuits[$0]?.plan }
    for index in outlook.deadlineRules { outcome.concerns += memory.deadlines.concerns(ofRule: index) }
  }
  if let ordered {
    outcome.comesNoNearer = schedule.comesNoNearer(
      by: ordered, smallest: outlook?.battery?.current.lowerBound ?? 1, at: moment, readings: readings,
      memory: memory.conditions)
  }
  return outcome
}

extension Schedule {
  /// Makes the choice of the rule that decides, if it chooses; without an outlook it does nothing.
  fileprivate func choose(
    for outcome: inout Outcome, at moment: Moment, readings: Readings, memory: inout Memory, outlook: Outlook?
  ) {
    guard let index = outcome.ruleIndex, let optimisation = rules[index].action.optimisation, let outlook,
      let battery = outlook.battery
    else { return }
    let choice = Optimiser(
      schedule: self, rule: index, optimisation: optimisation, outlook: outlook, battery: battery,
      moment: moment, readings: readings, conditions: memory.conditions
    ).choice(&memory.optimiser)
    outcome.decision = choice.decision
    outcome.optimised = choice
  }

  /// The decision of the first rule that applies; idle where none does.
  func winner(at moment: Moment, readings: Readings, memory: Memory) -> Outcome {
    if let candidates = memory.agenda.candidates {
      for candidate in candidates {
        var truth = Truth.yes
        for open in candidate.guards where truth != .no {
          let item = rules[candidate.rule].guards[memory.agenda.openGuards[open]]
          truth = min(truth, self.truth(of: item, at: moment, readings: readings, memory: memory.conditions))
        }
        if truth == .yes, let outcome = wish(ofRule: candidate.rule, readings: readings, memory: memory) {
          return outcome
        }
      }
    } else {
      for index in rules.indices
      where truth(of: rules[index].guards, at: moment, readings: readings, memory: memory.conditions) == .yes
      {
        if let outcome = wish(ofRule: index, readings: readings, memory: memory) { return outcome }
      }
    }
    return Outcome(decision: .idle, ruleIndex: nil)
  }

  /// What rule number `index`, whose guards hold, decides; nil where it stands aside.
  private func wish(ofRule index: Int, readings: Readings, memory: Memory) -> Outcome? {
    if readings.takesNoCharge, isInVain(rule: index, soc: readings.soc) { return nil }
    // Most actions have no target, and need not be looked at as a whole.
    if rules[index].action.target == nil {
      return Outcome(decision: rules[index].action.decision, ruleIndex: index)
    }
    guard
      case .decision(let decision) = rules[index].action.wish(
        soc: readings.soc, plan: memory.deadlines.pursuits[index]?.plan)
    else { return nil }
    return Outcome(decision: decision, ruleIndex: index)
  }

  /// Whether rule number `index` charges because the SoC is unknown: with a car that takes nothing it never learns it,
  /// and the rules below it get their turn.
  private func isInVain(rule index: Int, soc: Int?) -> Bool {
    soc == nil && chargesForUnknownSoC(rule: index)
  }

  /// Whether rule number `index` charges because the SoC is unknown, or may.
  package func chargesForUnknownSoC(rule index: Int) -> Bool {
    let decision = rules[index].action.decision
    guard decision.action == .charge || decision.action == .followSun else { return false }
    return rules[index].guards.contains {
      if case .when(let root, _) = $0.kind { asks(condition: root, whether: .soc) } else { false }
    }
  }

  /// Whether the condition at node `index` asks somewhere whether a reading is unknown.
  private func asks(condition index: Int, whether reading: Reading) -> Bool {
    switch conditions[index].kind {
    case .unknown(let asked): asked == reading
    case .not(let operand): asks(condition: operand, whether: reading)
    case .and(let left, let right), .or(let left, let right):
      asks(condition: left, whether: reading) || asks(condition: right, whether: reading)
    case .compare, .between, .pluggedIn, .unplugged, .input: false
    }
  }
}
