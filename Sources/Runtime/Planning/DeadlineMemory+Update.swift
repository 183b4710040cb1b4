import ScheduleLang

extension DeadlineMemory {
  /// Plans afresh for every rule with a deadline whose guards hold.
  mutating func update(
    _ schedule: Schedule, at moment: Moment, readings: Readings, conditions: ConditionMemory, outlook: Outlook
  ) {
    guard let battery = outlook.battery else { return }
    soc.update(reading: readings.soc, at: moment.instant, battery: battery)
    follow(clock: moment.instant)
    if outlook.asksForHouse { house.note(readings, at: moment.local, outlook: outlook) }
    for index in outlook.deadlineRules {
      // What is pursued, or was missed, outlives a charger that is silent; meanwhile the rule stands aside.
      if readings.soc == nil, readings.pluggedIn != false { continue }
      let rule = schedule.rules[index]
      guard let soc = readings.soc, readings.pluggedIn != false,
        let action = rule.action.pending(at: soc), action.deadline != nil, let target = action.target,
        let start = self.soc.cautious(rising: action.rises)
      else {
        end(index, isUnplugged: readings.pluggedIn == false, at: moment.instant)
        continue
      }
      resume(index, target: target, at: moment.instant)
      guard schedule.truth(of: rule.guards, at: moment, readings: readings, memory: conditions) == .yes else {
        // What was missed also outlives a condition that does not hold for a while, but no window.
        let times = rule.guards.filter { if case .when = $0.kind { false } else { true } }
        let isInTime = schedule.truth(of: times, at: moment, readings: readings, memory: conditions) == .yes
        if !isInTime || pursuits[index]?.plan.isOverdue != true { pursuits[index] = nil }
        continue
      }
      pursue(
        Pursued(rule: index, action: action, target: target, soc: start), of: schedule, at: moment,
        readings: readings, conditions: conditions, outlook: outlook, battery: battery)
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
    _ pursued: Pursued, of schedule: Schedule, at moment: Moment, readings: Readings,
    conditions: ConditionMemory, outlook: Outlook, battery: BatteryModel
  ) {
    let (index, action) = (pursued.rule, pursued.action)
    let planner = Planner(now: moment.instant, battery: battery, margin: outlook.margin)
    let smallest = battery.current.lowerBound
    let leavesNothing = schedule.leavesNothing(
      of: action.decision, smallest: smallest, at: moment, readings: readings, memory: conditions)
    let previous = pursuits[index]
    let isRefused = readings.takesNoCharge && previous?.isActing == true
    if let plan = planner.overdue(action, target: pursued.target, from: pursued.soc, previous: previous?.plan)
    {
      let comesNoNearer = schedule.comesNoNearer(
        by: action.decision, smallest: smallest, at: moment, readings: readings, memory: conditions)
      guard isRefused || comesNoNearer else {
        // What a clause forbids for a while leaves the charger to the rules below.
        pursuits[index] = .init(plan: plan.acting(!leavesNothing))
        return
      }
      letGo[index] = LetGo(deadline: plan.deadline, target: plan.target, isRefused: isRefused)
      pursuits[index] = nil
    }
    let last = pursuits[index]
    guard
      let ahead = schedule.ahead(
        rule: index, action, from: pursued.soc, at: moment, conditions: conditions, house: house,
        outlook: outlook,
        previous: last?.ahead)
    else {
      pursuits[index] = nil
      return
    }
    // What it did for another deadline is no reason to go on.
    let same = last?.plan.deadline == ahead.key.deadline ? last : nil
    var plan = planner.plan(
      action, target: pursued.target, from: pursued.soc, in: ahead, previous: same)
    // A car that takes no sunshine is left to the rules below until it is tried again.
    let isVain = action.decision.action.follows && action.rises && readings.takesNoCharge
    if leavesNothing || isVain { plan.actsNow = false }
    let turned =
      same?.plan.actsNow == plan.actsNow
      ? same?.turned
      : DeadlineMemory.Turn(
        instant: moment.instant, stretchEnd: ahead.stretchEnd(at: moment.instant),
        soc: Int(pursued.soc.value))
    pursuits[index] = .init(plan: plan, ahead: ahead, turned: turned)
    // Another deadline has come up.
    if plan.actsNow { letGo[index] = nil }
  }

  /// When rule number `index`, which stands aside until its deadline makes it act, is to act next; nil where that is not
  /// known.
  package func start(ofRule index: Int, in outlook: Outlook) -> Instant? {
    var soc = self.soc
    guard let battery = outlook.battery, let now = last, let pursuit = pursuits[index],
      let ahead = pursuit.ahead, let from = soc.cautious(rising: ahead.scale.rises)
    else { return nil }
    return Planner(now: now, battery: battery, margin: outlook.margin).start(of: pursuit, from: from)
  }

  /// Takes note of what was decided, and by which rule.
  mutating func note(_ decision: Decision, ofRule index: Int?, readings: Readings, outlook: Outlook) {
    let current = Amperes(decision.maximumCurrent > 0 ? decision.maximumCurrent : decision.minimumCurrent)
    soc.note(
      decision.action.follows
        ? nil
        : outlook.limits.clip(current, of: decision.action, grid: readings.grid, voltage: outlook.voltage))
    guard let index, pursuits[index] != nil else { return }
    pursuits[index]?.isActing = true
  }
}
