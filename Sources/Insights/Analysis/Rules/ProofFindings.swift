import Runtime
import ScheduleLang

/// Claims that do not hold, each with the first counterexample.
struct ProofFindings: Findings {
  private struct Counterexample {
    var isCertain: Bool
    var rule: Int?
    var decision: Decision
    var text: String
  }

  private var failed: [Int: Counterexample] = [:]

  /// The numbers of the proofs that fail.
  var failedProofs: [Int] { failed.keys.sorted() }

  mutating func note(_ scene: Scene, in space: DecisionSpace) {
    let stretch = space.timetable.stretches[scene.stretch]
    for index in space.proofs.indices where stretch.allows(space.item(ofProof: index)) {
      guard failed[index]?.isCertain != true else { continue }
      let table = space.proofs[index]
      let entry = scene.samples.flatMap { table.entry($0) }
      let certain = space.timetable.isCertain(space.item(ofProof: index), in: stretch)
      let (may, must) = (entry?.yes ?? table.may, certain ? entry?.yes ?? table.must : .empty)
      let claim = space.schedule.proofs[index].claim
      for region in scene.regions where !claim.holds(for: region.decision) {
        let (sure, possible) = (region.must & must, region.may & may)
        guard let soc = (sure.isEmpty ? possible : sure).first else { continue }
        if failed[index] == nil || !sure.isEmpty {
          failed[index] = Counterexample(
            isCertain: !sure.isEmpty, rule: region.rule, decision: region.decision,
            text: space.text(of: scene, soc: soc))
        }
      }
    }
  }

  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    let space = analysed.space
    return failed.sorted { $0.key < $1.key }.map { index, example in
      .failedProof(
        at: space.schedule.proofs[index].range, rule: example.rule.map { space.schedule.rules[$0].range },
        decision: space.subject.text(example.decision), isCertain: example.isCertain, example: example.text)
    }
  }
}

extension Proof.Claim {
  /// Whether a decision is as claimed.
  func holds(for decision: Decision) -> Bool {
    switch self {
    // What others make of a charger that is handed over keeps to no clause.
    case .never(let kind): decision.action != .handOver && kind.clipped(decision, holds: .yes) == decision
    case .always(let wanted): decision == wanted
    }
  }
}

extension Diagnostic {
  static func failedProof(
    at range: SourceRange, rule: SourceRange?, decision: String, isCertain: Bool, example: String
  ) -> Diagnostic {
    Diagnostic(
      .failedProof,
      "this does not hold: at \(example), `\(decision)` \(isCertain ? "is" : "can be") decided",
      at: range, labels: rule.map { [Label($0, "by this rule")] } ?? [],
      notes: rule == nil ? ["No rule applies there."] : [])
  }
}
