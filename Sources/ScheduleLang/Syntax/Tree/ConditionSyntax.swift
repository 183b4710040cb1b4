/// A condition on readings.
public indirect enum ConditionSyntax: Sendable {
  case compare(Reading, at: SourceRange, Relation, to: QuantitySyntax)
  case within(Reading, at: SourceRange, low: QuantitySyntax, high: QuantitySyntax)
  case unknown(Reading, at: SourceRange)
  case plugged(Bool, at: SourceRange)
  /// The name of a switch.
  case named(Word)
  case not(ConditionSyntax, at: SourceRange)
  case all([ConditionSyntax])
  case any([ConditionSyntax])

  /// Where it is.
  public var range: SourceRange {
    switch self {
    case .compare(_, let range, _, let quantity): range.union(quantity.range)
    case .within(_, let range, _, let high): range.union(high.range)
    case .unknown(_, let range), .plugged(_, let range), .not(_, let range): range
    case .named(let name): name.range
    case .all(let parts), .any(let parts):
      // The parser never makes an empty list.
      parts.dropFirst().reduce(parts.first?.range ?? SourceRange.nowhere) {
        $0.union($1.range)
      }
    }
  }
}
