import Runtime
import ScheduleLang

/// A target with a deadline that fell due, or whose deadline is after the end of what was looked at.
public struct DueTarget: Hashable, Sendable {
  /// The rule, as an index into `Schedule.rules`.
  public var ruleIndex: Int
  /// By when it was to be reached.
  public var deadline: Instant
  /// The SoC that is wanted, in percent.
  public var target: Double
  /// Whether the target is a least SoC, rather than a greatest.
  public var rises: Bool
  /// The SoC at the deadline, in percent.
  public var soc: Double
  /// Whether it was reached by then; what other rules do may have given it up again.
  public var wasReached: Bool
  /// Whether the deadline is after the end, so that this is only what is planned.
  public var isPlanned = false
  /// The first plan that fell short, and when it was made; nil where none did.
  public var plan: Planned?

  /// A plan and when it was made.
  public struct Planned: Hashable, Sendable {
    public var instant: Instant
    public var plan: DeadlinePlan
  }

  /// What is given up again by more percent than that is missed.
  private static let givenUp = 2.0

  /// By how many percent the target is missed.
  public var shortfall: Double { max(0, rises ? target - soc : soc - target) }

  /// Whether the SoC at the deadline is what was wanted.
  public var isMet: Bool { shortfall <= (wasReached ? Self.givenUp : 0) }

  /// Whether it was reached and then lost.
  public var isGivenUp: Bool { wasReached && !isMet }
}
