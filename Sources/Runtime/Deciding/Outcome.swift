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
  /// What the rule that decided chose, and why, if it chooses.
  public var optimised: OptimisedChoice?
  /// What the owner should know of the targets with a deadline, whichever rule decides, in the order of the rules.
  public var concerns: [Concern] = []
  /// Whether an order can come no nearer to its target, for clauses that ask for the SoC leave nothing of it.
  public var comesNoNearer = false

  /// Creates an outcome.
  public init(decision: Decision, ruleIndex: Int?, clips: [Clip] = []) {
    self.decision = decision
    self.ruleIndex = ruleIndex
    self.clips = clips
  }
}
