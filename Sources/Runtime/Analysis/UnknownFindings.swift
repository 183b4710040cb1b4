import ScheduleLang

/// What is decided while the SoC is unknown.
struct UnknownFindings {
  /// Whether anything but idling is ever decided then.
  private(set) var isAnswered = false
  /// Rules whose condition fails then, each with a rule that discharges for that reason, and an example.
  private(set) var unguarded: [Int: (taker: Int, example: String)] = [:]

  mutating func note(_ scene: Scene, in space: DecisionSpace) {
    for region in scene.regions where region.may.contains(nil) {
      if region.decision != .idle { isAnswered = true }
      guard region.must.contains(nil), region.decision.minimumCurrent < 0, let taker = region.rule,
        let samples = scene.samples
      else { continue }
      let stretch = space.timetable.stretches[scene.stretch]
      for rule in 0..<taker where stretch.allows(rule) && unguarded[rule] == nil {
        guard space.protectsWhenLow(rule, samples) else { continue }
        unguarded[rule] = (taker, space.text(of: scene, soc: nil))
      }
    }
  }

  func diagnostics(in space: DecisionSpace) -> [Diagnostic] {
    var found: [Diagnostic] = []
    let schedule = space.schedule
    if !isAnswered, schedule.asksForSoC { found.append(.unansweredUnknown(at: schedule.range)) }
    for (rule, finding) in unguarded.sorted(by: { $0.key < $1.key }) {
      found.append(
        .unguardedUnknown(
          at: schedule.rules[rule].range, taker: schedule.rules[finding.taker].range, example: finding.example
        ))
    }
    return found
  }
}

extension DecisionSpace {
  /// Whether a rule keeps a nearly empty battery from being discharged, but says nothing where the SoC is unknown.
  fileprivate func protectsWhenLow(_ index: Int, _ samples: [Int]) -> Bool {
    guard let entry = rules[index].guards.entry(samples) else { return false }
    let applies = entry.yes & rules[index].wanted
    let low = subject.site.chargerSoC.lowerBound + 1
    guard !applies.contains(nil), applies.contains(low) else { return false }
    let decision = rules[index].branches.first { $0.socs.contains(low) }?.decision
    return (decision?.minimumCurrent ?? -1) >= 0
  }
}

extension Schedule {
  /// Whether anything in the schedule turns on the SoC.
  fileprivate var asksForSoC: Bool {
    reserve != nil || rules.contains { $0.action.target != nil }
      || conditions.contains {
        switch $0.kind {
        case .compare(.soc, _, _, _), .between(.soc, _, _, _): true
        default: false
        }
      }
  }
}
