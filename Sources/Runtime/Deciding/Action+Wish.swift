import ScheduleLang

extension Action {
  /// What an action comes to at one SoC.
  enum Wish: Hashable {
    /// It wants this.
    case decision(Decision)
    /// It stands aside: its target is reached and nothing follows.
    case reached(target: Double)
    /// It stands aside: whether its target is reached is not known.
    case unknownSoC
    /// It stands aside: its deadline leaves time.
    case deferred
  }

  /// What the action wants at `soc` percent.
  func wish(soc: Int?) -> Wish {
    // Deadlines need a plan over the minutes to come; until there is one, an action with a deadline stands aside.
    guard deadline == nil else { return .deferred }
    guard let target else { return .decision(decision) }
    guard let soc else { return .unknownSoC }
    let isReached = decision.maximumCurrent > 0 ? Double(soc) >= target : Double(soc) <= target
    guard isReached else { return .decision(decision) }
    return then.first?.wish(soc: soc) ?? .reached(target: target)
  }
}
