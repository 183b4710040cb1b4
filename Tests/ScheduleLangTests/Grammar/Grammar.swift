/// A grammar that was read from its EBNF.
struct Grammar {
  /// What a rule consists of.
  indirect enum Expression {
    case text(String, ignoresCase: Bool)
    case set([ClosedRange<UInt32>], isInverted: Bool)
    case rule(String)
    case sequence([Expression])
    /// One of several; the number tells this choice from all others.
    case choice(Int, [Expression])
    /// At least so often, and only once more where it is bounded; the number is as for a choice.
    case repeated(Int, Expression, minimum: Int, isBounded: Bool)
    case except(Expression, Expression)
  }

  /// The rules by name.
  var rules: [String: Expression] = [:]
  /// The names in the order of the file.
  var names: [String] = []

  /// Whether nothing may stand between the parts of a rule.
  static func isLexical(_ name: String) -> Bool { name.first?.isUppercase == true }
}

extension Grammar.Expression {
  /// The expressions directly in it.
  var parts: [Grammar.Expression] {
    switch self {
    case .text, .set, .rule: []
    case .sequence(let parts), .choice(_, let parts): parts
    case .repeated(_, let part, _, _): [part]
    case .except(let one, let other): [one, other]
    }
  }

  /// Every expression in it, itself included.
  var all: [Grammar.Expression] { [self] + parts.flatMap(\.all) }

  /// The texts in it.
  var texts: [String] {
    all.compactMap { if case .text(let text, _) = $0 { text } else { nil } }
  }

  /// The rules that it names.
  var references: [String] {
    all.compactMap { if case .rule(let name) = $0 { name } else { nil } }
  }
}
