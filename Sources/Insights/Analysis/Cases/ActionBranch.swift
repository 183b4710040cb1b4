import ScheduleLang

/// What an action wants for some of the SoCs; for those in none of its branches it stands aside.
struct ActionBranch: Hashable {
  var socs: SoCSet
  var decision: Decision
  /// Whether it may stand aside all the same, for its deadline leaves time.
  var isDeferrable: Bool
  /// Its number among those that the action chooses from; nil where it leaves no choice.
  var choice: Int?
}

extension Action {
  /// What the action wants, by SoC.
  var branches: [ActionBranch] { branches(among: .all) }

  private func branches(among socs: SoCSet) -> [ActionBranch] {
    if let optimisation {
      return optimisation.decisions.enumerated().map { number, decision in
        let known = SoCSet { optimisation.decisions(at: $0).contains(decision) }
        return ActionBranch(
          socs: socs & (decision == .idle ? known | .unknown : known), decision: decision,
          isDeferrable: false,
          choice: number)
      }
    }
    guard let target else {
      return [ActionBranch(socs: socs, decision: decision, isDeferrable: deadline != nil)]
    }
    let open = socs & openSoCs(target: target)
    let own = ActionBranch(socs: open, decision: decision, isDeferrable: deadline != nil)
    let rest = then.first?.branches(among: (socs & .known) - open) ?? []
    return [own] + rest
  }

  /// The SoCs at which `target` is still to be reached.
  private func openSoCs(target: Double) -> SoCSet {
    let rises = decision.maximumCurrent > 0
    return SoCSet { rises ? Double($0) < target : Double($0) > target }
  }
}
