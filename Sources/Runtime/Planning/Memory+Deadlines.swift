import ScheduleLang

extension Memory {
  /// Plans afresh for every rule with a deadline whose guards hold.
  mutating func updateDeadlines(
    _ schedule: Schedule, at moment: Moment, readings: Readings, outlook: Outlook
  ) {
    guard let battery = outlook.battery else { return }
    deadlines.soc.update(reading: readings.soc, at: moment.instant, battery: battery)
    for index in outlook.deadlineRules {
      let rule = schedule.rules[index]
      guard let soc = readings.soc, readings.pluggedIn != false,
        let action = rule.action.pending(at: soc), action.deadline != nil, let target = action.target,
        schedule.truth(of: rule.guards, at: moment, readings: readings, memory: self) == .yes,
        let start = deadlines.soc.cautious(rising: action.rises)
      else {
        deadlines.pursuits[index] = nil
        continue
      }
      let planner = Planner(
        schedule: schedule, moment: moment, readings: readings, memory: self, outlook: outlook,
        battery: battery)
      let previous = deadlines.pursuits[index]
      deadlines.pursuits[index] = planner.plan(
        rule: index, action: action, target: target, from: start, previous: previous)
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

  /// Whether it, or what follows it, has a deadline.
  var hasDeadline: Bool { deadline != nil || then.contains(where: \.hasDeadline) }
}
