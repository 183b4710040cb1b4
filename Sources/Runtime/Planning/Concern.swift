import ScheduleLang

/// Something about a rule's deadline that an owner should know.
public struct Concern: Hashable, Sendable {
  /// What it is.
  public enum Kind: Hashable, Sendable {
    /// By the plan, the target will be missed.
    case shortfall(DeadlinePlan)
    /// It was missed and is not pursued any more.
    case letGo(LetGo)
  }

  /// The rule, as an index into `Schedule.rules`.
  public var ruleIndex: Int
  /// What it is.
  public var kind: Kind
}
