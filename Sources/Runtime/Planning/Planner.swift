import ScheduleLang

/// Plans the minutes in which a rule with a deadline acts.
struct Planner {
  let schedule: Schedule
  let moment: Moment
  let readings: Readings
  /// The memory of this evaluation.
  let memory: Memory
  let outlook: Outlook
  let battery: BatteryModel

  /// The plan of rule number `index`, whose guards hold now, from `soc` on; nil where no deadline is left.
  ///
  /// - Parameters:
  ///   - action: the part of the rule that is not at its target yet.
  ///   - previous: what the rule pursued at the last evaluation.
  func plan(
    rule index: Int, action: Action, target: Double, from soc: Percent, previous: DeadlineMemory.Pursuit?
  ) -> DeadlineMemory.Pursuit? {
    let now = moment.instant
    let goal = goal(of: action, target: target)
    let needed = seconds(action, from: soc, to: goal)
    if let previous, previous.plan.target == target, needed > 0,
      previous.plan.isOverdue || previous.plan.deadline <= now
    {
      let plan = DeadlinePlan(
        deadline: previous.plan.deadline, target: target, needed: needed, available: 0, actsNow: true,
        start: nil, shortfall: shortfall(at: soc, of: action, target: target), isOverdue: true)
      return DeadlineMemory.Pursuit(plan: plan)
    }
    guard let deadline = deadline(of: action, previous: previous) else { return nil }
    let ahead = actingTimes(rule: index, action, until: deadline, previous: previous?.ahead)
    let plan = plan(
      action, target: target, from: soc, needed: needed, by: deadline, in: ahead.times(from: now),
      wasActing: previous?.isActing == true)
    return DeadlineMemory.Pursuit(plan: plan, ahead: ahead)
  }

  /// The plan that takes `needed` seconds out of `times`.
  private func plan(
    _ action: Action, target: Double, from soc: Percent, needed: Double, by deadline: Instant,
    in times: [ActingTime], wasActing: Bool
  ) -> DeadlinePlan {
    let now = moment.instant
    let goal = goal(of: action, target: target)
    let available = times.seconds
    var plan = DeadlinePlan(
      deadline: deadline, target: target, needed: needed, available: available, actsNow: false, start: nil,
      shortfall: 0, isOverdue: false)
    let reached =
      needed <= available ? goal : battery.step(from: soc, setCurrent: action.current, seconds: available).soc
    plan.shortfall = shortfall(at: reached, of: action, target: target)
    guard needed > 0, let current = times.first, current.time.lowerBound <= now else {
      plan.start = needed > 0 ? times.first?.time.lowerBound : nil
      return plan
    }
    // Some minutes at least, since the part of a percent that readings leave out is only estimated.
    let margin = outlook.margin.value > 0 ? max(120, needed * outlook.margin.value / 100) : 0
    // What is left once this minute is let go; a run that has begun needs twice the margin to be broken off.
    let slack = available - 60 * current.speed - needed - margin
    // A following action takes what there is: it cannot put anything off.
    if action.decision.action.follows || slack < (wasActing ? margin : 0) {
      plan.actsNow = true
      return plan
    }
    let chosen = times.cheapest(needed, goingOnAt: wasActing ? now : nil)
    plan.start = chosen.map(\.lowerBound).min().map { max($0, now) }
    plan.actsNow = plan.start.map { $0 < now.adding(seconds: 60) } ?? false
    return plan
  }

  /// When the action is due next; what was found at the last evaluation still holds until then.
  private func deadline(of action: Action, previous: DeadlineMemory.Pursuit?) -> Instant? {
    if let previous, previous.ahead?.action == action, previous.plan.deadline > moment.instant {
      return previous.plan.deadline
    }
    return action.deadline?.next(after: moment.instant, on: outlook.clocks.site)
  }

  /// The SoC to aim at: the target as far as the charger goes there.
  ///
  /// Readings are rounded down, so that a falling SoC counts as there a percent earlier.
  private func goal(of action: Action, target: Double) -> Percent {
    action.rises
      ? Percent(min(target, Double(battery.socRange.upperBound)))
      : Percent(max(target + 0.999, Double(battery.socRange.lowerBound)))
  }

  private func shortfall(at soc: Percent, of action: Action, target: Double) -> Double {
    max(0, action.rises ? target - soc.value : soc.value.rounded(.down) - target)
  }

  private func seconds(_ action: Action, from soc: Percent, to goal: Percent) -> Double {
    if action.rises ? soc >= goal : soc <= goal { return 0 }
    return battery.seconds(from: soc, to: goal, setCurrent: action.current) ?? .infinity
  }
}

extension Action {
  /// Whether it makes the SoC rise.
  var rises: Bool { decision.maximumCurrent > 0 }

  /// The most that it charges or, negative, discharges.
  var current: Amperes { Amperes(rises ? decision.maximumCurrent : decision.minimumCurrent) }
}
