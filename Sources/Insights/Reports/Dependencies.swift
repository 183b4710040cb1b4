import Runtime
import ScheduleLang

/// Works out which facts other than the SoC could change a decision.
///
/// A fact is anything that a policy map takes as given: that the car is plugged in, that nothing is remembered,
/// and every reading that is not known. Facts are taken to be independent of each other, so that a fact may be
/// named which another rules out, but none is left out.
struct Dependencies {
  /// What is remembered from earlier evaluations, as a fact.
  static let memory = "memory"
  /// Whether the car is plugged in, as a fact.
  static let plug = "plugged in"
  /// How far a rule with a deadline has come with its plan, as a fact.
  static let deadline = "deadline"
  /// What a rule that chooses makes of prices, house and sun, as a fact.
  static let choice = "optimise"

  let schedule: Schedule
  let moment: Moment
  /// What the map takes as known.
  let readings: Readings
  /// What the windows by price took of their stretches.
  let choices: RankedChoices

  /// The names of the facts that could change the decision, sorted.
  var facts: [String] {
    // From the last rule to the first: what may be decided from there on, and by which facts.
    var possible: Set<Decision> = [.idle]
    var facts: Set<String> = []
    for rule in schedule.rules.reversed() {
      var guards = possibility(of: rule.guards)
      if let optimisation = rule.action.optimisation {
        guard guards.truths.contains(.yes) else { continue }
        let choices = Set(optimisation.decisions(at: readings.soc))
        if !guards.truths.isOpen { (possible, facts) = ([], []) }
        if choices.count > 1 { facts.insert(Dependencies.choice) }
        facts.formUnion(guards.facts)
        possible.formUnion(choices)
        continue
      }
      let decision: Decision
      switch rule.action.wish(soc: readings.soc, plan: nil) {
      case .decision(let wanted): decision = wanted
      case .deferred:
        // Whether it acts now depends on what it did before and on the prices to come.
        decision = rule.action.pending(at: readings.soc ?? 0)?.decision ?? rule.action.decision
        guards = guards.and(Possibility([.no, .yes], by: [Dependencies.deadline]))
      case .reached, .unknownSoC: continue
      }
      guard guards.truths.contains(.yes) else { continue }
      if !guards.truths.isOpen {
        possible = [decision]
        facts = []
      } else {
        if possible.contains(where: { differ($0, decision) }) { facts.formUnion(guards.facts) }
        possible.insert(decision)
      }
    }
    for decision in possible { facts.formUnion(clipped(decision).facts) }
    return facts.sorted()
  }

  /// Whether two decisions can still be distinguished once the clauses have clipped them.
  private func differ(_ one: Decision, _ other: Decision) -> Bool {
    guard one != other else { return false }
    let (first, second) = (clipped(one).decisions, clipped(other).decisions)
    return first != second || first.count > 1
  }

  /// What the clauses may leave of a decision, and the facts that settle it.
  private func clipped(_ decision: Decision) -> (decisions: Set<Decision>, facts: Set<String>) {
    var decisions: Set<Decision> = [decision]
    var facts: Set<String> = []
    for clause in schedule.nevers {
      let guards = possibility(of: clause.guards)
      var left: Set<Decision> = []
      for decision in decisions {
        let results = Set(
          Truth.allCases.filter { guards.truths.contains(TruthSet($0)) }
            .map { clause.kind.clipped(decision, holds: $0) })
        if results.count > 1 { facts.formUnion(guards.facts) }
        left.formUnion(results)
      }
      decisions = left
    }
    if let reserve = schedule.reserve, readings.soc.map({ Double($0) <= reserve }) ?? true {
      decisions = Set(decisions.map(\.withoutDischarging))
    }
    return (decisions, decisions.count > 1 ? facts : [])
  }
}
