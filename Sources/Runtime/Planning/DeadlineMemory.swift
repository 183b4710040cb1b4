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
  /// The SoC with the part of a percent that readings leave out.
  var soc = FineSoC()
}
