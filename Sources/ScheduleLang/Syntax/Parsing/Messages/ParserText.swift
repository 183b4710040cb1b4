/// Names of tokens for messages.
enum ParserText {
  /// How a message names a kind of token.
  static func describe(_ kind: Token.Kind) -> String {
    switch kind {
    case .name: "a name"
    case .keyword(let keyword): "`\(keyword.spelling)`"
    case .quantity: "a quantity"
    case .date: "a date"
    case .time: "a time of day"
    case .string: "a text between quotes"
    case .path: "a path such as `.power`"
    case .comma: "`,`"
    case .colon: "`:`"
    case .equals: "`=`"
    case .plus: "`+`"
    case .times: "`*`"
    case .minus: "`-`"
    case .dots: "`..`"
    case .leftParenthesis: "`(`"
    case .rightParenthesis: "`)`"
    case .leftBrace: "`{`"
    case .rightBrace: "`}`"
    case .relation: "a comparison"
    case .newline: "the end of the line"
    case .end: "the end of the file"
    case .invalid: "something invalid"
    }
  }

  /// `a`, `a or b`, `a, b or c`.
  static func list(_ parts: [String]) -> String {
    parts.count < 2
      ? parts.first ?? "" : parts.dropLast().joined(separator: ", ") + " or " + (parts.last ?? "")
  }
}
