// Invariants.
extension Checker {
  mutating func compile(_ syntax: ProofSyntax) {
    guard let claim = claim(syntax.claim) else { return }
    let guards = withoutMemory { checker in checker.guards(syntax.guards) }
    schedule.proofs.append(Proof(claim, guards: guards, range: syntax.range))
  }

  private mutating func claim(_ syntax: ProofSyntax.Claim) -> Proof.Claim? {
    switch syntax {
    case .never(let kind): return neverKind(kind).map { .never($0) }
    case .always(let action):
      guard let compiled = self.action(action) else { return nil }
      if compiled.optimisation != nil {
        report(.undecided("a proof claims", at: action.range))
        return nil
      }
      guard compiled.target == nil else {
        report(.targetInProof(at: action.range))
        return nil
      }
      return .always(compiled.decision)
    }
  }

  /// A proof is about what is the case now: its conditions keep no memory.
  private mutating func withoutMemory(_ compile: (inout Checker) -> [Guard]) -> [Guard] {
    let (slots, holds, first) = (schedule.hysteresisSlots, schedule.holdSlots, schedule.conditions.count)
    var guards = compile(&self)
    (schedule.hysteresisSlots, schedule.holdSlots) = (slots, holds)
    for index in first..<schedule.conditions.count { schedule.conditions[index].forgetMemory() }
    for index in guards.indices {
      if case .when(let root, _) = guards[index].kind {
        guards[index].kind = .when(root: root, held: nil)
      }
    }
    return guards
  }
}

extension ConditionNode {
  /// Makes a comparison one without hysteresis.
  mutating func forgetMemory() {
    switch kind {
    case .compare(let reading, let relation, let threshold, _):
      kind = .compare(reading, relation, threshold, slot: nil)
    case .between(let reading, let low, let high, _):
      kind = .between(reading, low, high, slot: nil)
    default: return
    }
  }
}
