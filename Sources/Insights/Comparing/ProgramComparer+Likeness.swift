import ScheduleLang

// What needs no look at the cases.
extension ProgramComparer {
  /// Whether both programs have the same parts in a stretch, so that they decide alike whatever they come to.
  func areAlike(_ key: JointTime.Stretch.Key) -> Bool {
    func parts(_ program: Int) -> [ComparedRules.Meaning] {
      key.rules[program].map { rules[program].rules[$0].meaning }
    }
    func plans(_ program: Int) -> [Int?] {
      key.rules[program].map { self.plans.numbers[program][rules[program].rules[$0].index] }
    }
    return parts(0) == parts(1) && plans(0) == plans(1) && clipAlike(key)
  }

  func clipAlike(_ key: JointTime.Stretch.Key) -> Bool {
    func clauses(_ program: Int) -> [ComparedRules.Meaning] {
      key.nevers[program].map { rules[program].nevers[$0].meaning }
    }
    return clauses(0) == clauses(1) && rules[0].reserved == rules[1].reserved
  }

  /// The parts of rule number `rule` that the clock lets apply, counted from its first.
  func parts(_ rule: Int, of program: Int, in key: JointTime.Stretch.Key) -> [Int] {
    key.deadlines[program].filter { rules[program].rules[$0].index == rule }
  }

  /// The pairs of rules with shared plans that the cases of a stretch are needed for; those that the clock parts are
  /// broken at once.
  mutating func openPairs(_ key: JointTime.Stretch.Key) -> [Int] {
    var open: [Int] = []
    let isAlike = areAlike(key)
    for (number, pair) in plans.pairs.enumerated() where !broken.contains(number) {
      let (one, other) = (parts(pair.0, of: 0, in: key), parts(pair.1, of: 1, in: key))
      let first = [0, 1].map { program in
        rules[program].rules.firstIndex { $0.index == (program == 0 ? pair.0 : pair.1) } ?? 0
      }
      if one.map({ $0 - first[0] }) != other.map({ $0 - first[1] }) {
        broken.insert(number)
      } else if !one.isEmpty,
        !isAlike || one.map({ rules[0].rules[$0].meaning }) != other.map({ rules[1].rules[$0].meaning })
      {
        open.append(number)
      }
    }
    return open
  }
}
