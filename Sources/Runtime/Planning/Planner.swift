import ScheduleLang

/// Plans the minutes in which a rule with a deadline acts.
struct Planner {
  let now: Instant
  let battery: BatteryModel
  /// By how much longer than computed the way to a target may take.
  let margin: Percent

  /// The plan of an action whose deadline has passed before its target was reached; nil for any other, and for one that
  /// discharges: what nobody has sold in time is not sold any more.
  ///
  /// - Parameter previous: the plan of the last evaluation.
  func overdue(_ action: Action, target: Double, from soc: Percent, previous: DeadlinePlan?) -> DeadlinePlan?
  {
    guard action.rises, let previous, previous.target == target,
      previous.isOverdue || previous.deadline <= now
    else {
      return nil
    }
    let needed = seconds(action, from: soc, to: goal(of: action, target: target))
    guard needed > 0 else { return nil }
    return DeadlinePlan(
      deadline: previous.deadline, target: target, needed: needed, available: 0, actsNow: true, start: nil,
      shortfall: shortfall(at: soc, of: action, target: target), isOverdue: true)
  }

  /// The plan that brings the SoC from `soc` to `target` in the times `ahead`.
  ///
  /// - Parameters:
  ///   - action: the part of the rule that is not at its target yet.
  ///   - wasActing: whether the rule decided at the last evaluation.
  func plan(
    _ action: Action, target: Double, from soc: Percent, in ahead: ActingOutlook, wasActing: Bool
  ) -> DeadlinePlan {
    let goal = goal(of: action, target: target)
    let needed = seconds(action, from: soc, to: goal)
    let available = ahead.seconds(from: now)
    var plan = DeadlinePlan(
      deadline: ahead.deadline, target: target, needed: needed, available: available, actsNow: false,
      start: nil,
      shortfall: 0, isOverdue: false)
    let reached =
      needed <= available ? goal : battery.step(from: soc, setCurrent: action.current, seconds: available).soc
    plan.shortfall = shortfall(at: reached, of: action, target: target)
    let first = ahead.firstIndex(at: now)
    guard needed > 0, first < ahead.times.count else { return plan }
    let current = ahead.times[first]
    guard current.time.lowerBound <= now else {
      plan.start = current.time.lowerBound
      return plan
    }
    // Some minutes at least, since the part of a percent that readings leave out is only estimated.
    let margin = self.margin.value > 0 ? max(120, needed * self.margin.value / 100) : 0
    // What is left once this minute is let go; a run that has begun needs twice the margin to be broken off.
    let slack = available - 60 * current.speed - needed - margin
    // A following action takes what there is: it cannot put anything off.
    if action.decision.action.follows || slack < (wasActing ? margin : 0) {
      plan.actsNow = true
      return plan
    }
    plan.start = ahead.start(of: needed, from: now, goesOn: wasActing)
    plan.actsNow = plan.start.map { $0 < now.adding(seconds: 60) } ?? false
    // The margin makes it start sooner than what it needs alone.
    if !plan.actsNow, let start = plan.start,
      let last = ahead.firstMinute(leaving: needed + margin, after: now)
    {
      plan.start = min(start, last)
    }
    return plan
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
