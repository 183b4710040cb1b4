import Runtime
import ScheduleLang

extension HomeSchedule {
  /// What a plan comes to at a moment: `needs 3h 10min by 07:00 and starts at 03:50`.
  public func text(of plan: DeadlinePlan, at moment: Moment) -> String {
    if plan.isOverdue { return "missed \(time(plan.deadline, seenAt: moment)) and goes on" }
    let shortfall = QuantityText.number(plan.shortfall)
    guard plan.needed > 0 else {
      return "can come no nearer to \(QuantityText.number(plan.target))%: \(shortfall)% short"
    }
    var text =
      plan.needed.isFinite
      ? "needs \(PlanText.duration(plan.needed)) by \(time(plan.deadline, seenAt: moment))"
      : "cannot get there by \(time(plan.deadline, seenAt: moment))"
    if plan.shortfall > 0 {
      let available = PlanText.duration(plan.available)
      // Limits can leave more time than is needed, and less power.
      text +=
        plan.available < plan.needed ? " and has \(available)" : " at full power and has less in \(available)"
      text += ": it will be \(shortfall)% short"
    } else if !plan.actsNow, let start = plan.start {
      text += " and starts at \(time(start, seenAt: moment))"
    }
    return text
  }

  /// What an owner should know of a target, in short: `charge to 80% by 07:00: 4% short at 07:00`.
  public func text(of concern: Concern, at moment: Moment) -> String {
    let rule = schedule.rules.indices.contains(concern.ruleIndex) ? schedule.rules[concern.ruleIndex] : nil
    let action = rule.map { $0.action.optimisation == nil ? text($0.action.decision) : "optimise" } ?? ""
    switch concern.kind {
    case .shortfall(let plan):
      return
        "\(action) to \(QuantityText.number(plan.target))% by \(time(plan.deadline, seenAt: moment)): it will be "
        + "\(QuantityText.number(plan.shortfall))% short"
    case .letGo(let past):
      let reason = past.isRefused ? "the car takes nothing" : "a clause lets it come no nearer"
      return
        "\(action) to \(QuantityText.number(past.target))% by \(time(past.deadline, seenAt: moment)): missed and let "
        + "go, for \(reason)"
    }
  }

  /// A time on the site's clock, with its day where that is not the moment's.
  func time(_ instant: Instant, seenAt moment: Moment) -> String {
    let local = clocks.site.local(instant)
    let clock = TimeOfDay.text(local.minute)
    switch local.date.dayNumber - moment.local.date.dayNumber {
    case 0: return clock
    case 1...6: return "\(local.date.weekday.name) \(clock)"
    default: return "\(local.date) \(clock)"
    }
  }
}

/// Spelling of how long plans take.
enum PlanText {
  /// `seconds` in whole minutes, rounded up: `3h 10min`.
  static func duration(_ seconds: Double) -> String {
    guard seconds < 1e9 else { return "for ever" }
    let minutes = Int((max(0, seconds) / 60).rounded(.up))
    if minutes < 60 { return "\(minutes)min" }
    return minutes % 60 == 0 ? "\(minutes / 60)h" : "\(minutes / 60)h \(minutes % 60)min"
  }
}
