import ScheduleLang

extension Action {
  /// What an action comes to at one SoC.
  package enum Wish: Hashable {
    /// It wants this.
    case decision(Decision)
    /// It stands aside: its target is reached and nothing follows.
    case reached(target: Double)
    /// It stands aside: whether its target is reached is not known.
    case unknownSoC
    /// It stands aside: its deadline leaves time, or there is none any more.
    case deferred
  }

  /// What the action wants at `soc` percent, where its deadline is met as `plan` says.
  package func wish(soc: Int?, plan: DeadlinePlan?) -> Wish {
    guard let target else { return .decision(decision) }
    guard let soc else { return .unknownSoC }
    let isReached = rises ? Double(soc) >= target : Double(soc) <= target
    if isReached { return then.first?.wish(soc: soc, plan: plan) ?? .reached(target: target) }
    return deadline == nil || plan?.actsNow == true ? .decision(decision) : .deferred
  }
}
