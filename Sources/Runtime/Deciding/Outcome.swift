import ScheduleLang

/// What one evaluation of a schedule came to.
public struct Outcome: Hashable, Sendable {
  /// What the schedule wants, after its own clauses.
  public var decision: Decision
  /// The rule that decided, as an index into `Schedule.rules`; nil where none applied.
  public var ruleIndex: Int?
  /// The clauses that changed what the rule wanted, in the order in which they did.
  public var clips: [Clip]
  /// How the rule that decided means to meet its deadline, if it has one.
  public var plan: DeadlinePlan?

  /// Creates an outcome.
  public init(decision: Decision, ruleIndex: Int?, clips: [Clip] = []) {
    self.decision = decision
    self.ruleIndex = ruleIndex
    self.clips = clips
  }
}

/// A clause that took something away from a decision.
public enum Clip: Hashable, Sendable {
  /// A `never` clause, as an index into `Schedule.nevers`.
  case never(Int)
  /// The reserve.
  case reserve
}
