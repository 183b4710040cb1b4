/// An action as written, or a name that stands for one.
public struct ActionSyntax: Sendable {
  /// What it does.
  public enum Kind: Sendable {
    case action(ActionKind)
    case optimise(OptimiseSyntax)
    case name(Word)

    /// Whether what it does is said elsewhere.
    var isName: Bool { if case .name = self { true } else { false } }
  }

  /// The limit of its current.
  public enum Limit: Sendable {
    case at(QuantitySyntax)
    case atLeast(QuantitySyntax)
    case atMost(QuantitySyntax)
    case between(low: QuantitySyntax, high: QuantitySyntax)
  }

  /// By when its target is to be reached.
  public struct DeadlineSyntax: Sendable {
    /// How long before that time or, `isAfter`, after it.
    public var offset: (length: QuantitySyntax, isAfter: Bool)?
    /// The time of day.
    public var time: TimeSyntax
    /// Days on which it falls due.
    public var days: DaysSyntax?
    /// The one day on which it falls due.
    public var date: CivilDate?
    /// Where it is, from `by` on.
    public var range: SourceRange
  }

  /// What it does.
  public var kind: Kind
  /// The limit of its current, with its place.
  public var limit: Limit?
  /// Where the limit is.
  public var limitRange: SourceRange?
  /// The SoC at which it is done.
  public var target: QuantitySyntax?
  /// By when.
  public var deadline: DeadlineSyntax?
  /// What follows then; empty or one element.
  public var then: [ActionSyntax]
  /// Where the action's own words are.
  public var kindRange: SourceRange
  /// The whole action.
  public var range: SourceRange
}
