import Runtime
import ScheduleLang

/// One rule that was tried, and why it applied or did not.
public struct Consideration: Hashable, Sendable {
  /// The rule, as an index into `Schedule.rules`.
  public var ruleIndex: Int
  /// What it wanted, before any clause.
  public var wanted: Decision
  /// Whether it applied.
  public var applies: Bool
  /// Why, as a phrase.
  public var because: String
}

extension Situation {
  /// Why rule number `index` applies or does not.
  func consider(_ index: Int) -> Consideration {
    let rule = subject.schedule.rules[index]
    let failing = rule.guards.filter { truth(of: $0) != .yes }
    var reasons = (failing.isEmpty ? rule.guards : failing).map(reason)
    var plan = memory.deadlines.pursuits[index]?.plan
    if plan?.actsNow == false { plan?.start = memory.deadlines.start(ofRule: index, in: subject.outlook) }
    let wish = rule.action.wish(soc: readings.soc, plan: plan)
    if failing.isEmpty {
      switch wish {
      case .decision:
        if let plan, rule.action.hasDeadline { reasons.append(subject.text(of: plan, at: moment)) }
      case .reached(let target): reasons = ["target \(QuantityText.number(target))% is reached"]
      case .unknownSoC: reasons = ["soc is unknown"]
      case .deferred:
        reasons = [plan.map { subject.text(of: $0, at: moment) } ?? "its deadline has passed"]
      }
    }
    var applies = false
    var wanted = rule.action.decision
    if case .decision(let decision) = wish {
      applies = failing.isEmpty
      wanted = decision
    }
    let because = reasons.isEmpty ? "no rule before it applies" : reasons.joined(separator: " and ")
    return Consideration(ruleIndex: index, wanted: wanted, applies: applies, because: because)
  }
}
