import ScheduleLang

extension Memory {
  /// Plans afresh for every rule with a deadline whose guards hold.
  mutating func updateDeadlines(
    _ schedule: Schedule, at moment: Moment, readings: Readings, outlook: Outlook
  ) {
    guard let battery = outlook.battery else { return }
    deadlines.soc.update(reading: readings.soc, at: moment.instant, battery: battery)
    deadlines.follow(clock: moment.instant)
    for index in outlook.deadlineRules {
      // What is pursued, or was missed, outlives a charger that is silent; meanwhile the rule stands aside.
      if readings.soc == nil, readings.pluggedIn != false { continue }
      let rule = schedule.rules[index]
      guard let soc = readings.soc, readings.pluggedIn != false,
        let action = rule.action.pending(at: soc), action.deadline != nil, let target = action.target,
        let start = deadlines.soc.cautious(rising: action.rises)
      else {
        deadlines.end(index, isUnplugged: readings.pluggedIn == false, at: moment.instant)
        continue
      }
      deadlines.resume(index, target: target, at: moment.instant)
      guard schedule.truth(of: rule.guards, at: moment, readings: readings, memory: self) == .yes else {
        // What was missed also outlives a condition that does not hold for a while, but no window.
        let times = rule.guards.filter { if case .when = $0.kind { false } else { true } }
        let isInTime = schedule.truth(of: times, at: moment, readings: readings, memory: self) == .yes
        if !isInTime || deadlines.pursuits[index]?.plan.isOverdue != true { deadlines.pursuits[index] = nil }
        continue
      }
      pursue(
        Pursued(rule: index, action: action, target: target, soc: start), of: schedule, at: moment,
        readings: readings, outlook: outlook, battery: battery)
    }
  }

  /// A rule's part that is not at its target yet.
  private struct Pursued {
    var rule: Int
    var action: Action
    var target: Double
    var soc: Percent
  }

  private mutating func pursue(
    _ pursued: Pursued, of schedule: Schedule, at moment: Moment, readings: Readings, outlook: Outlook,
    battery: BatteryModel
  ) {
    let (index, action) = (pursued.rule, pursued.action)
    let planner = Planner(now: moment.instant, battery: battery, margin: outlook.margin)
    let smallest = battery.current.lowerBound
    let leavesNothing = schedule.leavesNothing(
      of: action.decision, smallest: smallest, at: moment, readings: readings, memory: self)
    let previous = deadlines.pursuits[index]
    let isRefused = readings.takesNoCharge && previous?.isActing == true
    if let plan = planner.overdue(action, target: pursued.target, from: pursued.soc, previous: previous?.plan)
    {
      let comesNoNearer = schedule.comesNoNearer(
        by: action.decision, smallest: smallest, at: moment, readings: readings, memory: self)
      guard isRefused || comesNoNearer else {
        // What a clause forbids for a while leaves the charger to the rules below.
        deadlines.pursuits[index] = .init(plan: plan.acting(!leavesNothing))
        return
      }
      deadlines.letGo[index] = LetGo(deadline: plan.deadline, target: plan.target, isRefused: isRefused)
      deadlines.pursuits[index] = nil
    }
    guard
      let ahead = schedule.ahead(
        rule: index, action, at: moment, readings: readings, memory: self, outlook: outlook,
        previous: deadlines.pursuits[index]?.ahead)
    else {
      deadlines.pursuits[index] = nil
      return
    }
    // What it did for another deadline is no reason to go on.
    let wasActing = previous?.isActing == true && previous?.plan.deadline == ahead.deadline
    let plan = planner.plan(
      action, target: pursued.target, from: pursued.soc, in: ahead, wasActing: wasActing)
    deadlines.pursuits[index] = .init(plan: leavesNothing ? plan.acting(false) : plan, ahead: ahead)
    // Another deadline has come up.
    if plan.actsNow { deadlines.letGo[index] = nil }
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
