/// `prove …`: what a schedule must decide, or never decide, wherever its guards hold.
public struct Proof: Hashable, Sendable {
  /// What is claimed of every decision, the schedule's own clauses included.
  public enum Claim: Hashable, Sendable {
    /// The clause would take nothing away.
    case never(NeverClause.Kind)
    /// This is decided, with these currents.
    case always(Decision)
  }

  /// What is claimed.
  public var claim: Claim
  /// Where it is claimed, empty being always.
  ///
  /// Its conditions know neither hysteresis nor durations.
  public var guards: [Guard]
  /// Where it is written.
  public var range: SourceRange

  /// Creates a proof that was written at `range`.
  public init(_ claim: Claim, guards: [Guard], range: SourceRange) {
    self.claim = claim
    self.guards = guards
    self.range = range
  }
}
