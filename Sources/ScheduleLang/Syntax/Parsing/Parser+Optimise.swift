// The action that chooses among the others.
extension Parser {
  /// What stands behind `optimise`: a range, and behind commas what else it is to keep to.
  mutating func parseOptimise() throws(SyntaxError) -> OptimiseSyntax {
    var syntax = OptimiseSyntax()
    if startsRange {
      let low = try parseQuantity("a state of charge")
      guard takeDots() else { throw unexpected() }
      syntax.range = (low, try parseQuantity("a state of charge"))
    }
    while readsTerm() { try parseTerm(into: &syntax) }
    return syntax
  }

  private var startsRange: Bool {
    let ahead = current.kind == .minus ? 1 : 0
    let start = ahead == 0 ? current : peek()
    return (start.isQuantity || start.kind == .name) && [.dots, .minus].contains(peek(ahead + 1).kind)
  }

  /// Moves past the comma before a term; one that is missing is reported and supplied.
  private mutating func readsTerm() -> Bool {
    if at(.comma) {
      guard startsTerm(1) else { return false }
      advance()
      return true
    }
    guard startsTerm(0) else { return false }
    report(.missingCommaBeforeTerm(after: previous.range))
    return true
  }

  /// Whether a term starts so many tokens further on.
  private func startsTerm(_ ahead: Int) -> Bool {
    let token = ahead == 0 ? current : peek(ahead)
    switch token.kind {
    case .quantity, .minus: return true
    case .keyword(.at): return true
    case .name:
      return word(of: token).key == "without" || peek(ahead + 1).kind == .keyword(.by)
    default: return false
    }
  }

  private mutating func parseTerm(into syntax: inout OptimiseSyntax) throws(SyntaxError) {
    let start = current
    if takeWord("without") {
      guard takeWord("selling") else { throw unexpected() }
      syntax.withoutSelling.append(range(from: start))
    } else if take(.at) {
      if !take(.most) { report(.boundOfOptimise(after: start.range)) }
      let limit = try parseQuantity("a current")
      syntax.most.append((limit, range(from: start)))
    } else {
      let soc = try parseQuantity("a state of charge")
      guard current.kind == .keyword(.by) else {
        expect("`by` and a time")
        throw unexpected()
      }
      syntax.targets.append(.init(soc: soc, deadline: try parseDeadline()))
    }
  }
}

extension Diagnostic {
  static func missingCommaBeforeTerm(after range: SourceRange) -> Diagnostic {
    let place = SourceRange(file: range.file, start: range.end, end: range.end)
    return Diagnostic(
      .unexpectedToken, "a comma parts what `optimise` is to keep to", at: range,
      fixes: [.replace(place, by: ",", title: "insert a comma")])
  }

  static func boundOfOptimise(after range: SourceRange) -> Diagnostic {
    let place = SourceRange(file: range.file, start: range.end, end: range.end)
    return Diagnostic(
      .unexpectedToken, "`optimise` chooses its current itself, up to a bound: `at most 10A`", at: range,
      fixes: [.replace(place, by: " most", title: "insert `most`")])
  }

  static func targetOfOptimise(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .targetNotAllowed, "a target of `optimise` has a time and stands behind a comma: `, 80% by 07:00`",
      at: range)
  }
}
