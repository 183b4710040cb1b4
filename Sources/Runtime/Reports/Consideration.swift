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
    let wish = rule.action.wish(soc: readings.soc)
    if failing.isEmpty {
      switch wish {
      case .decision: break
      case .reached(let target): reasons = ["target \(QuantityText.number(target))% is reached"]
      case .unknownSoC: reasons = ["soc is unknown"]
      case .deferred: reasons = ["its deadline leaves time"]
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
