import ScheduleLang

/// A target that a rule with a deadline pursued when a run ended.
public struct SavedTarget: Hashable, Sendable {
  /// Which rule: see `Schedule.rulesByPursuit`.
  public var rule: String
  /// The SoC that was wanted, in percent.
  public var target: Double
  /// By when.
  public var deadline: Instant
  /// Whether it was missed by then and pursued all the same.
  public var isMissed: Bool

  /// Creates a saved target from its parts.
  public init(rule: String, target: Double, deadline: Instant, isMissed: Bool) {
    self.rule = rule
    self.target = target
    self.deadline = deadline
    self.isMissed = isMissed
  }
}

extension Schedule {
  /// The rules with a deadline by what they pursue, wherever they are written; among rules that ask for the same, the
  /// first stays the first.
  var rulesByPursuit: [String: Int] {
    var rules: [String: Int] = [:]
    for (index, rule) in self.rules.enumerated() where rule.action.hasDeadline {
      let name = StableHash.text(of: rule.action.pursuit)
      var number = 0
      while rules["\(name).\(number)"] != nil { number += 1 }
      rules["\(name).\(number)"] = index
    }
    return rules
  }
}

extension Action {
  /// What it pursues, as text: the same for two actions that mean the same.
  fileprivate var pursuit: String {
    "\(decision) \(target as Double?) \(deadline as Deadline?) \(then.map(\.pursuit))"
  }
}

extension DeadlineMemory {
  /// For how long, in seconds, a target that was missed outlives the end of the program.
  private static let longestInterruption = 86_400

  /// The targets that are pursued, in the form that is kept.
  func saved(of schedule: Schedule) -> [SavedTarget] {
    guard !pursuits.isEmpty else { return [] }
    return schedule.rulesByPursuit.sorted { $0.value < $1.value }.compactMap { name, index in
      pursuits[index].map {
        SavedTarget(
          rule: name, target: $0.plan.target, deadline: $0.plan.deadline, isMissed: $0.plan.isOverdue)
      }
    }
  }

  /// Takes up what was missed before `instant`, when `targets` were saved, or, after a short interruption, meanwhile.
  ///
  /// What a clock that has been set back, or a changed schedule, knows nothing of is forgotten.
  mutating func restore(
    _ targets: [SavedTarget], of instant: Instant, for schedule: Schedule, at now: Instant
  ) {
    guard !targets.isEmpty, instant <= now, now <= instant.adding(seconds: Self.longestInterruption) else {
      return
    }
    let rules = schedule.rulesByPursuit
    let isShort = now <= instant.adding(seconds: Self.smallStep)
    for saved in targets where saved.deadline <= now && (saved.isMissed || isShort) {
      guard let index = rules[saved.rule] else { continue }
      pursuits[index] = Pursuit(plan: DeadlinePlan(missed: saved.deadline, target: saved.target))
    }
  }
}
