import ScheduleLang

extension ProgramComparer {
  /// What was found, shown at a moment each as far as one can be found.
  func results() -> (
    differences: [ProgramComparison.Difference], doubts: [ProgramComparison.Difference], unresolved: [String]
  ) {
    var differences: [ProgramComparison.Difference] = []
    var doubts: [ProgramComparison.Difference] = []
    let examples = ExampleFinder(self)
    let ordered = found.sorted { one, other in one.key.order.lexicographicallyPrecedes(other.key.order) }
    for (key, found) in ordered {
      let stretches = found.socs.sorted { $0.key < $1.key }
      var difference = ProgramComparison.Difference(
        asker: key.asker, before: key.before, after: key.after,
        times: times(stretches.map { ($0.key, $0.value) }))
      switch examples.example(of: key, found) {
      case .shown(let example):
        difference.example = example
        differences.append(difference)
      case .impossible: continue
      case .open(let doubt):
        difference.doubt = doubt
        doubts.append(difference)
      }
    }
    guard !unresolved.isEmpty else { return (differences, doubts, []) }
    if let example = examples.example(among: unresolved) {
      differences.append(
        .init(
          asker: .rules, before: example.before, after: example.after,
          times: times(unresolved.map { ($0, .all) }), example: example))
    }
    let lines = times(unresolved.map { ($0, .all) }).prefix(3).map { "\($0.days) \($0.minutes)" }
    let reason = "conditions turn on more readings than can be gone through, \(lines.joined(separator: "; "))"
    return (differences, doubts, [reason])
  }

  private func times(_ parts: [(stretch: Int, socs: SoCSet)]) -> [ProgramComparison.Time] {
    TimeText(time.classes).parts(parts.map { (time.stretches[$0.stretch].occurrences, $0.socs) }).map {
      ProgramComparison.Time(
        days: $0.days, minutes: $0.minutes, socs: $0.socs.ranges, includesUnknown: $0.socs.contains(nil))
    }
  }
}

extension ProgramComparer.Key {
  fileprivate var order: [Int] {
    [
      ProgramComparison.Asker.allCases.firstIndex(of: asker) ?? 0, before.ruleIndex ?? .max,
      after.ruleIndex ?? .max,
      before.decision.minimumCurrent, before.decision.maximumCurrent, Int(before.decision.action.rawValue),
      after.decision.minimumCurrent, after.decision.maximumCurrent, Int(after.decision.action.rawValue),
    ]
  }
}
