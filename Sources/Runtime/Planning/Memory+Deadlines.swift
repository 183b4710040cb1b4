import ScheduleLang

extension Memory {
  /// Plans afresh for every rule with a deadline whose guards hold.
  mutating func updateDeadlines(
    _ schedule: Schedule, at moment: Moment, readings: Readings, outlook: Outlook
  ) {
    guard let battery = outlook.battery else { return }
    deadlines.soc.update(reading: readings.soc, at: moment.instant, battery: battery)
    deadlines.follow(clock: moment.instant)
    if outlook.asksForHouse { deadlines.house.note(readings, at: moment.local, outlook: outlook) }
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
    let last = deadlines.pursuits[index]
    guard
      let ahead = schedule.ahead(
        rule: index, action, from: pursued.soc, at: moment, memory: self, outlook: outlook,
        previous: last?.ahead)
    else {
      deadlines.pursuits[index] = nil
      return
    }
    // What it did for another deadline is no reason to go on.
    let same = last?.plan.deadline == ahead.key.deadline ? last : nil
    var plan = planner.plan(
      action, target: pursued.target, from: pursued.soc, in: ahead, previous: same)
    if leavesNothing { plan.actsNow = false }
    let turned =
      same?.plan.actsNow == plan.actsNow
      ? same?.turned
      : DeadlineMemory.Turn(
        instant: moment.instant, stretchEnd: ahead.stretchEnd(at: moment.instant),
        soc: Int(pursued.soc.value))
    deadlines.pursuits[index] = .init(plan: plan, ahead: ahead, turned: turned)
    // Another deadline has come up.
    if plan.actsNow { deadlines.letGo[index] = nil }
  }

  /// When rule number `index`, which stands aside until its deadline makes it act, is to act next; nil where that is not
  /// known.
  func start(ofRule index: Int, in outlook: Outlook) -> Instant? {
    var soc = deadlines.soc
    guard let battery = outlook.battery, let now = deadlines.last, let pursuit = deadlines.pursuits[index],
      let ahead = pursuit.ahead, let from = soc.cautious(rising: ahead.scale.rises)
    else { return nil }
    return Planner(now: now, battery: battery, margin: outlook.margin).start(of: pursuit, from: from)
  }

  /// Takes note of what was decided.
  mutating func note(_ outcome: Outcome, readings: Readings, outlook: Outlook) {
    let decision = outcome.decision
    let current = Amperes(decision.maximumCurrent > 0 ? decision.maximumCurrent : decision.minimumCurrent)
    deadlines.soc.note(
      decision.action.follows
        ? nil
        : outlook.limits.clip(current, of: decision.action, grid: readings.grid, voltage: outlook.voltage))
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
