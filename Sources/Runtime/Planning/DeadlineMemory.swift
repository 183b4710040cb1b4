import ScheduleLang

/// What the rules with a deadline remember from one evaluation to the next.
package struct DeadlineMemory: Hashable, Sendable {
  /// One rule while its guards hold and its target is not reached.
  package struct Pursuit: Hashable, Sendable {
    /// The plan of the last evaluation.
    package var plan: DeadlinePlan
    /// Whether the rule decided at the last evaluation.
    var isActing = false
    /// The time until the deadline.
    package var ahead: ActingOutlook?
    /// When the plan last began or ceased to act.
    var turned: Turn?
  }

  /// When a plan began or ceased to act, and by what.
  package struct Turn: Hashable {
    var instant: Instant
    /// When the stretch of time that it was in ends: the same in a plan that is made anew meanwhile.
    var stretchEnd: Instant
    /// In whole percent.
    var soc: Int
  }

  /// The pursuits by the index of their rule.
  package var pursuits: [Int: Pursuit] = [:]
  /// What was missed and let go of, by the index of its rule.
  var letGo: [Int: LetGo] = [:]
  /// What the house has done lately.
  var house = RecentHouse()
  /// The SoC with the part of a percent that readings leave out.
  var soc = FineSoC()
  private(set) var last: Instant?

  /// By how many seconds the time between two evaluations may differ from a minute without that anything is planned
  /// anew.
  static let smallStep = 600

  /// Forgets what was planned by a clock that turns out to have been wrong, but for what was missed by either time.
  mutating func follow(clock now: Instant) {
    if let last, now < last || last.adding(seconds: Self.smallStep) < now {
      pursuits = pursuits.filter { $0.value.plan.isOverdue && $0.value.plan.deadline <= now }
    }
    last = now
  }
}
