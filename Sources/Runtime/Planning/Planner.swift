import ScheduleLang

/// Plans the minutes in which a rule with a deadline acts.
struct Planner {
  let now: Instant
  let battery: BatteryModel
  /// By how much longer than computed the way to a target may take.
  let margin: Percent

  /// For how many seconds a plan that has begun or ended stays so, but at a new price, SoC or limit.
  private static let calm = 300

  /// The plan of an action whose deadline has passed before its target was reached; nil for any other, and for one that
  /// discharges: what nobody has sold in time is not sold any more.
  ///
  /// - Parameter previous: the plan of the last evaluation.
  func overdue(_ action: Action, target: Double, from soc: Percent, previous: DeadlinePlan?)
    -> DeadlinePlan?
  {
    guard action.rises, let previous, previous.target == target,
      previous.isOverdue || previous.deadline <= now
    else {
      return nil
    }
    let needed = seconds(action, from: soc, to: battery.aim(of: action, target: target))
    guard needed > 0 else { return nil }
    return DeadlinePlan(
      deadline: previous.deadline, target: target, needed: needed, available: 0, actsNow: true,
      start: nil,
      shortfall: shortfall(at: soc, of: action, target: target), isOverdue: true)
  }

  /// The plan that brings the SoC from `soc` to `target` in the time `ahead`.
  ///
  /// - Parameters:
  ///   - action: the part of the rule that is not at its target yet.
  ///   - previous: what was pursued at the last evaluation, where that was for the same deadline.
  func plan(
    _ action: Action, target: Double, from soc: Percent, in ahead: ActingOutlook,
    previous: DeadlineMemory.Pursuit?
  ) -> DeadlinePlan {
    let position = ahead.scale.position(of: ahead.scale.progress(at: soc))
    let aim = ahead.scale.soc(at: ahead.scale.aim)
    let isThere = position >= Double(ahead.scale.last) - 1e-9
    // Where nothing is left that could be counted on, whatever there is after all is taken.
    let isLate = ahead.isBlocked && shortfall(at: soc, of: action, target: target) > 0
    let needed =
      isLate
      ? seconds(action, from: soc, to: battery.aim(of: action, target: target))
      : isThere ? 0 : seconds(action, from: soc, to: aim)
    let end =
      ahead.isReachable(from: position, at: now, without: 0)
      ? Double(ahead.scale.last) : ahead.end(from: position, at: now)
    var plan = DeadlinePlan(
      deadline: ahead.key.deadline, target: target, needed: needed,
      available: ahead.seconds(from: now),
      actsNow: isLate && !action.decision.action.follows, start: nil,
      shortfall: shortfall(
        at: isThere ? soc : ahead.scale.soc(at: ahead.scale.progress(atPosition: end)), of: action,
        target: target),
      isOverdue: false)
    let index = ahead.index(at: now)
    guard !isThere, index < ahead.stretches.count, ahead.stretches[index].time.lowerBound <= now
    else {
      return plan
    }
    // A following action takes what there is: it cannot put anything off, but does not take days for one deadline either.
    if action.decision.action.follows {
      plan.actsNow = ahead.stretches[index].isFree && now >= ahead.followingStart
      return plan
    }
    let wasActing = previous?.isActing == true
    let margin = margin(of: needed)
    if !ahead.isReachable(from: position, at: now, without: 0) {
      plan.actsNow = !ahead.isUndone(at: now, in: index, from: position)
      return plan
    }
    // A run that has begun needs twice the margin to be broken off.
    if !ahead.isReachable(from: position, at: now, without: 60 + (wasActing ? 2 : 1) * margin) {
      plan.actsNow = true
      return plan
    }
    plan.actsNow = ahead.isTurn(
      at: now, in: index, from: position, goesOn: wasActing, margin: self.margin.value / 100)
    if let previous, let since = previous.turned, since.stretchEnd == ahead.stretches[index].time.upperBound,
      since.soc == Int(soc.value),
      since.instant <= now, now < since.instant.adding(seconds: Self.calm)
    {
      plan.actsNow = previous.plan.actsNow
    }
    return plan
  }

  /// When the plan of a pursuit that waits acts next; nil where it is not known to.
  func start(of pursuit: DeadlineMemory.Pursuit, from soc: Percent) -> Instant? {
    guard let ahead = pursuit.ahead, !pursuit.plan.actsNow, pursuit.plan.needed > 0 else {
      return nil
    }
    var position = ahead.scale.position(of: ahead.scale.progress(at: soc))
    let margin = margin(of: pursuit.plan.needed)
    let first = ahead.index(at: now)
    let follows = ahead.key.action.decision.action.follows
    for index in first..<max(first, ahead.stretches.count) {
      let time = ahead.stretches[index].time
      if follows {
        guard ahead.stretches[index].isFree, ahead.followingStart < time.upperBound else { continue }
        return max(now, time.lowerBound, ahead.followingStart)
      }
      var minute = max(now, time.lowerBound)
      let turn = ahead.turn(in: index, from: position, at: minute, margin: self.margin.value / 100)
      let end = turn ?? time.upperBound
      // The margin makes it start sooner than what it needs alone.
      if !ahead.isReachable(from: position, at: end, without: 60 + margin) {
        while minute < end, ahead.isReachable(from: position, at: minute, without: 60 + margin) {
          minute = minute.adding(seconds: 60)
        }
        return min(minute, end)
      }
      if let turn { return turn }
      position = ahead.stretches[index].course.drifted(
        from: position, by: ahead.rest(of: index, at: now))
    }
    return nil
  }

  /// Some minutes at least, since the part of a percent that readings leave out is only estimated.
  private func margin(of needed: Double) -> Double {
    margin.value > 0 ? max(120, needed * margin.value / 100) : 0
  }

  private func shortfall(at soc: Percent, of action: Action, target: Double) -> Double {
    let short = action.rises ? target - soc.value : (soc.value - 1e-6).rounded(.down) - target
    return short > 1e-6 ? short : 0
  }

  private func seconds(_ action: Action, from soc: Percent, to aim: Percent) -> Double {
    if action.rises ? soc >= aim : soc <= aim { return 0 }
    return battery.seconds(from: soc, to: aim, setPoint: action.current) ?? .infinity
  }
}

extension ActingOutlook {
  /// Whether what the rule would do at `now`, in stretch number `index`, brings it no nearer to a target that cannot be
  /// met, for a rule above is to undo it before the deadline.
  func isUndone(at now: Instant, in index: Int, from position: Double) -> Bool {
    let forced = stretches[index...].map(\.course).filter(\.isForced)
    // What may be undone may as well not be.
    guard !forced.isEmpty, forced.allSatisfy(\.isCertain) else { return false }
    let course = stretches[index].course
    // Where nothing could be counted on, whatever there is after all is taken.
    guard course.isForced || course.isFree[min(Int(position), scale.last - 1)] else { return false }
    return end(from: position, at: now) <= end(from: position, at: now, without: 60) + 1e-6
  }

  /// Whether, by prices, the rule is to act at `now`, in stretch number `index`: as late in it as is enough, unless it acts
  /// anyway and `goesOn`.
  func isTurn(at now: Instant, in index: Int, from position: Double, goesOn: Bool, margin: Double)
    -> Bool
  {
    let rest = rest(of: index, at: now)
    let wish = wish(from: position, in: index, seconds: rest)
    guard wish > position + 1e-6 else { return false }
    let course = stretches[index].course
    if course.isForced { return course.isFree[min(Int(position), scale.last - 1)] }
    let time = (course.seconds(at: wish) - course.seconds(at: position)) * (1 + margin)
    return goesOn || rest - time < 60
  }

  /// When in stretch number `index`, from `now` on, the rule is to act by prices; nil where it is not.
  func turn(in index: Int, from position: Double, at now: Instant, margin: Double) -> Instant? {
    let rest = rest(of: index, at: now)
    let wish = wish(from: position, in: index, seconds: rest)
    guard wish > position + 1e-6 else { return nil }
    let course = stretches[index].course
    if course.isForced { return max(now, stretches[index].time.lowerBound) }
    let time = (course.seconds(at: wish) - course.seconds(at: position)) * (1 + margin)
    let minute = Int64(max(0, rest - time) / 60) * 60
    return max(now, stretches[index].time.lowerBound).adding(seconds: Int(minute))
  }
}

extension ProgressScale {
  /// The progress at a position.
  func progress(atPosition position: Double) -> Double { aim - (Double(last) - position) * step }
}

extension BatteryModel {
  /// The SoC to aim at: the target as far as the charger goes there.
  ///
  /// Readings are rounded down, so that a falling SoC counts as there a percent earlier.
  func aim(of action: Action, target: Double) -> Percent {
    action.rises
      ? Percent(min(target, Double(socRange.upperBound)))
      : Percent(max(target + 0.999, Double(socRange.lowerBound)))
  }
}
