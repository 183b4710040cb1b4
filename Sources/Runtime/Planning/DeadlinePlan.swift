import ScheduleLang

/// How a rule with a deadline means to be at its target in time.
public struct DeadlinePlan: Hashable, Sendable {
  /// By when; in the past for one that was missed.
  public var deadline: Instant
  /// The SoC that is wanted, in percent.
  public var target: Double
  /// How long the charger must act to get there, in seconds.
  public var needed: Double
  /// How long it may act until the deadline, in seconds.
  public var available: Double
  /// Whether it acts now.
  public var actsNow: Bool
  /// When it acts next, if not now.
  public var start: Instant?
  /// By how many percent the SoC will miss the target at the deadline; 0 where it will not.
  public var shortfall: Double
  /// Whether the deadline has passed and the rule goes on.
  public var isOverdue: Bool

  /// The same plan that acts now, or does not.
  func acting(_ actsNow: Bool) -> DeadlinePlan {
    var plan = self
    plan.actsNow = actsNow
    return plan
  }
}

extension DeadlinePlan {
  /// The plan of a target that was to be reached by `deadline`, until it is planned for anew.
  init(missed deadline: Instant, target: Double) {
    self.init(
      deadline: deadline, target: target, needed: 0, available: 0, actsNow: false, start: nil, shortfall: 0,
      isOverdue: true)
  }
}
