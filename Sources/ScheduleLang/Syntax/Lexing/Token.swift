/// One lexeme with its place.
public struct Token: Sendable {
  /// What a lexeme is.
  public enum Kind: Hashable, Sendable {
    case name
    case keyword(Keyword)
    case quantity(Quantity)
    case date(CivilDate)
    /// Minute of the day, 0...1440.
    case time(Int)
    case string
    /// A path into JSON: `.emeters[0].power`.
    case path
    case comma, colon, equals, plus, minus, times, dots
    case leftParenthesis, rightParenthesis, leftBrace, rightBrace
    case relation(Relation)
    /// A line break that ends a statement.
    case newline
    case end
    /// Something that has been reported already.
    case invalid
  }

  /// What it is.
  public var kind: Kind
  /// Where it is.
  public var range: SourceRange

  /// Whether a line break after this token continues the statement.
  var continuesLine: Bool {
    switch kind {
    case .comma, .colon, .equals, .plus, .minus, .times, .dots, .relation, .leftParenthesis, .leftBrace,
      .keyword(.and), .keyword(.or), .keyword(.not):
      true
    default: false
    }
  }
}
