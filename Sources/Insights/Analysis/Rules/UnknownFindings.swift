import Runtime
import ScheduleLang

/// What is decided while the SoC is unknown.
struct UnknownFindings: Findings {
  /// Whether anything but idling is ever decided then.
  private(set) var isAnswered = false
  /// Rules whose condition fails then, each with a rule that discharges for that reason, and an example.
  private(set) var unguarded: [Int: (taker: Int, example: String)] = [:]
  /// By rule and stretch, where the rule charges a car whose SoC is known: whether power flows as well, whatever the
  /// facts, into one whose SoC is not.
  private var charging: [Int: [Int: Flow]] = [:]
  /// An example of where it does not.
  private var silent: [Int: String] = [:]

  /// Whether power flows while the SoC is unknown.
  private struct Flow {
    /// Whatever the facts, before any condition has held for its time.
    var always = true
    /// Once one has.
    var later = false
  }

  mutating func note(_ scene: Scene, in space: DecisionSpace) {
    noteCharging(scene, in: space)
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

  /// Many chargers report the SoC only while power flows: where none does, a rule that needs it stands aside for as long
  /// as its window lasts.
  private mutating func noteCharging(_ scene: Scene, in space: DecisionSpace) {
    guard space.isPluggedIn(in: scene) else { return }
    let isLater = space.hasHeldCondition(scene)
    let flows = scene.regions.contains {
      $0.must.contains(nil) && ($0.decision.minimumCurrent > 0 || $0.decision.maximumCurrent < 0)
    }
    for region in scene.regions where region.decision.action == .charge {
      guard let rule = region.rule, !(region.may & .known & space.socsThatCanCharge).isEmpty else { continue }
      var flow = charging[rule]?[scene.stretch] ?? Flow()
      // A rule that does not ask for the SoC charges as soon as its time has come.
      let isMadeKnown = flows || region.may.contains(nil)
      if isLater {
        flow.later = flow.later || isMadeKnown
      } else {
        flow.always = flow.always && isMadeKnown
      }
      charging[rule, default: [:]][scene.stretch] = flow
      if !isMadeKnown, silent[rule] == nil { silent[rule] = space.text(of: scene, soc: nil) }
    }
  }

  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    let space = analysed.space
    var found: [Diagnostic] = []
    let schedule = space.schedule
    if !isAnswered, schedule.asksForSoC {
      found.append(.unansweredUnknown(at: schedule.range))
    } else {
      let throughout = silent.sorted { $0.key < $1.key }.filter { rule, _ in
        charging[rule]?.values.contains { $0.always || $0.later } != true
      }
      if let (rule, example) = throughout.first {
        found.append(
          .unknownThroughout(
            at: schedule.rules[rule].range,
            others: throughout.dropFirst().map { schedule.rules[$0.key].range },
            example: example))
      }
    }
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
  /// Whether the car is known to be plugged in, or nothing asks for it.
  fileprivate func isPluggedIn(in scene: Scene) -> Bool {
    guard let samples = scene.samples, let plug = facts.number(of: .plug) else { return true }
    return facts.facts[plug].values[samples[plug]] == 1
  }

  /// Whether some condition has held for its time.
  fileprivate func hasHeldCondition(_ scene: Scene) -> Bool {
    guard let samples = scene.samples else { return false }
    return facts.facts.indices.contains { number in
      guard case .held = facts.facts[number].kind else { return false }
      return facts.facts[number].values[samples[number]] == 1
    }
  }

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
