/// One node of a condition; operands are indices into `Schedule.conditions`.
public struct ConditionNode: Hashable, Sendable {
  /// What the node asks.
  public enum Kind: Hashable, Sendable {
    /// A reading against a threshold in the reading's base unit (%, W, money per kWh); `slot` is where hysteresis is
    /// remembered, nil for readings other than the SoC.
    case compare(Reading, Relation, Double, slot: Int?)
    /// A reading between two thresholds, both included.
    case between(Reading, Double, Double, slot: Int?)
    case unknown(Reading)
    case pluggedIn
    case unplugged
    /// A switch, by its name in lower case; it is as declared unless it is set.
    case input(String, isOn: Bool)
    case not(Int)
    case and(Int, Int)
    case or(Int, Int)
  }

  /// What the node asks.
  public var kind: Kind
  /// Where it is written.
  public var range: SourceRange

  /// Creates a node that was written at `range`.
  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}
