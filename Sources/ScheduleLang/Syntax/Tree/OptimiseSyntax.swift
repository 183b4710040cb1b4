/// `optimise 20%..90%, 80% by 07:00, without selling, at most 10A`.
public struct OptimiseSyntax: Sendable {
  /// A SoC that the car is to have at some time.
  public struct Target: Sendable {
    /// The least SoC.
    public var soc: QuantitySyntax
    /// By when.
    public var deadline: ActionSyntax.DeadlineSyntax
  }

  /// Between which SoCs.
  public var range: (low: QuantitySyntax, high: QuantitySyntax)?
  /// What outranks that.
  public var targets: [Target] = []
  /// Where it says that nothing is to be sold; more than once is wrong.
  public var withoutSelling: [SourceRange] = []
  /// The largest current, with the range of its bound; more than one is wrong.
  public var most: [(limit: QuantitySyntax, range: SourceRange)] = []
}
