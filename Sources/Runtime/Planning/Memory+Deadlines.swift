import ScheduleLang

extension Memory {
  /// Plans afresh for every rule with a deadline whose guards hold.
  mutating func updateDeadlines(
    _ schedule: Schedule, at moment: Moment, readings: Readings, outlook: Outlook
  ) {
    guard let battery = outlook.battery else { return }
    deadlines.soc.update(reading: readings.soc, at: moment.instant, battery: battery)
    deadlines.follow(clock: moment.instant)
    let planner = Planner(now: moment.instant, battery: battery, margin: outlook.margin)
    for index in outlook.deadlineRules {
      // What is pursued, or was missed, outlives a charger that is silent; meanwhile the rule stands aside.
      if readings.soc == nil, readings.pluggedIn != false { continue }
      let rule = schedule.rules[index]
      guard let soc = readings.soc, readings.pluggedIn != false,
        let action = rule.action.pending(at: soc), action.deadline != nil, let target = action.target,
        let start = deadlines.soc.cautious(rising: action.rises)
      else {
        deadlines.pursuits[index] = nil
        continue
      }
      guard schedule.truth(of: rule.guards, at: moment, readings: readings, memory: self) == .yes else {
        // What was missed also outlives a condition that does not hold for a while, but no window.
        let times = rule.guards.filter { if case .when = $0.kind { false } else { true } }
        let isInTime = schedule.truth(of: times, at: moment, readings: readings, memory: self) == .yes
        if !isInTime || deadlines.pursuits[index]?.plan.isOverdue != true { deadlines.pursuits[index] = nil }
        continue
      }
      let previous = deadlines.pursuits[index]
      if let plan = planner.overdue(action, target: target, from: start, previous: previous?.plan) {
        deadlines.pursuits[index] = .init(plan: plan)
      } else if let ahead = schedule.ahead(
        rule: index, action, at: moment, readings: readings, memory: self, outlook: outlook,
        previous: previous?.ahead)
      {
        let plan = planner.plan(
          action, target: target, from: start, in: ahead, wasActing: previous?.isActing == true)
        deadlines.pursuits[index] = .init(plan: plan, ahead: ahead)
      } else {
        deadlines.pursuits[index] = nil
      }
    }
  }

  /// Takes note of what was decided.
  mutating func note(_ outcome: Outcome) {
    deadlines.soc.note(outcome.decision)
    guard let index = outcome.ruleIndex, deadlines.pursuits[index] != nil else { return }
    deadlines.pursuits[index]?.isActing = true
  }
}

extension Action {
  /// This action or what follows it, whichever is not at its target yet; nil where all is reached.
  func pending(at soc: Int) -> Action? {
    guard let target else { return self }
    let isReached = rises ? Double(soc) >= target : Double(soc) <= target
    return isReached ? then.first?.pending(at: soc) : self
  }

  /// Whether both mean the same, wherever they are written.
  func pursuesTheSame(as other: Action) -> Bool {
    decision == other.decision && target == other.target && deadline == other.deadline
      && then.count == other.then.count && zip(then, other.then).allSatisfy { $0.pursuesTheSame(as: $1) }
  }

  /// Whether it, or what follows it, has a deadline.
  var hasDeadline: Bool { deadline != nil || then.contains(where: \.hasDeadline) }
}
