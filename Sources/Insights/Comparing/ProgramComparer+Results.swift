import ScheduleLang

extension ProgramComparer {
  /// What was found, shown at a moment each as far as one can be found.
  func results() -> (
    differences: [ProgramComparison.Difference], doubts: [ProgramComparison.Difference], unresolved: [String]
  ) {
    var differences: [ProgramComparison.Difference] = []
    var doubts: [ProgramComparison.Difference] = []
    // Where the moments that were tried differ in another way than was looked for.
    var others: [(example: ComparedExample, found: ProgramComparison.Difference)] = []
    let examples = ExampleFinder(self)
    for (key, found) in distinct().sorted(by: { $0.key.order.lexicographicallyPrecedes($1.key.order) }) {
      let stretches = found.socs.sorted { $0.key < $1.key }
      var difference = ProgramComparison.Difference(
        asker: key.asker, before: key.before, after: key.after,
        times: times(stretches.map { ($0.key, $0.value) }))
      switch examples.example(of: key, found) {
      case .shown(let example):
        difference.show(example)
        differences.append(difference)
      case .impossible: continue
      case .open(let doubt, let other):
        difference.doubt = doubt
        doubts.append(difference)
        if let other { others.append((other, difference)) }
      }
    }
    for (example, found) in others
    where !differences.contains(where: { $0.asker == found.asker && $0.isShown(by: example) }) {
      var difference = found
      difference.show(example)
      differences.append(difference)
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

  /// What was found, where all that a rule may choose is one.
  private func distinct() -> [Key: Found] {
    let choosing = programs.map { program in
      Set(program.schedule.rules.indices.filter { program.schedule.rules[$0].action.optimisation != nil })
    }
    guard choosing.contains(where: { !$0.isEmpty }) else { return found }
    func side(_ side: ProgramComparison.Side, _ program: Int) -> ProgramComparison.Side {
      guard let rule = side.ruleIndex, choosing[program].contains(rule) else { return side }
      return .init(decision: .idle, ruleIndex: rule, chooses: true)
    }
    var joined: [Key: Found] = [:]
    for (key, found) in found.sorted(by: { $0.key.order.lexicographicallyPrecedes($1.key.order) }) {
      let key = Key(asker: key.asker, before: side(key.before, 0), after: side(key.after, 1))
      joined[key, default: Found()].add(found)
    }
    return joined
  }

  private func times(_ parts: [(stretch: Int, socs: SoCSet)]) -> [ProgramComparison.Time] {
    TimeText(time.classes).parts(parts.map { (time.stretches[$0.stretch].occurrences, $0.socs) }).map {
      ProgramComparison.Time(
        days: $0.days, minutes: $0.minutes, socs: $0.socs.ranges, includesUnknown: $0.socs.contains(nil))
    }
  }
}

extension ProgramComparison.Difference {
  /// Takes a moment at which the two differ for its example, and for what they decide.
  fileprivate mutating func show(_ example: ComparedExample) {
    (before, after, self.example, doubt) = (example.before, example.after, example, nil)
  }

  /// Whether it is what the two decide at a moment.
  fileprivate func isShown(by example: ComparedExample) -> Bool {
    before == example.before && after == example.after
  }
}

extension ProgramComparer.Found {
  /// Adds what another way of differing was found in.
  fileprivate mutating func add(_ other: Self) {
    for (stretch, socs) in other.socs { self.socs[stretch, default: .empty] |= socs }
    scenes += other.scenes.prefix(Self.mostScenes - scenes.count)
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
