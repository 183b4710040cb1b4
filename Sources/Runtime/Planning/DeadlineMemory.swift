import ScheduleLang

/// What the rules with a deadline remember from one evaluation to the next.
struct DeadlineMemory: Hashable, Sendable {
  /// One rule while its guards hold and its target is not reached.
  struct Pursuit: Hashable, Sendable {
    /// The plan of the last evaluation.
    var plan: DeadlinePlan
    /// Whether the rule decided at the last evaluation.
    var isActing = false
    /// When it may act until the deadline.
    var ahead: ActingOutlook?
  }

  /// The pursuits by the index of their rule.
  var pursuits: [Int: Pursuit] = [:]
  /// What was missed and let go of, by the index of its rule.
  var letGo: [Int: LetGo] = [:]
  /// The SoC with the part of a percent that readings leave out.
  var soc = FineSoC()
  private var last: Instant?

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
