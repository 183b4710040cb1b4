// Schedules: clauses and proofs.
extension Parser {
  mutating func parseNever(from start: Token) throws(SyntaxError) -> NeverSyntax {
    let kind = try parseNeverKind()
    if startsGuard(current) {
      report(.missingComma(after: previous.range))
      return NeverSyntax(kind: kind, guards: try parseGuards(), clause: written(from: start))
    }
    if current.isWord {
      throw fail(.neverWithoutGuard(source.text(range(from: start)), kind: kind, at: current.range))
    }
    let guards = try parseFollowingGuards()
    return NeverSyntax(kind: kind, guards: guards, clause: written(from: start))
  }

  /// What is kept, and when; a comma may stand before the guards, as behind `never`.
  mutating func parseReserve(from start: Token) throws(SyntaxError) -> StatementSyntax {
    let quantity = try parseQuantity("a percentage")
    let guards = startsGuard(current) ? try parseGuards() : try parseFollowingGuards()
    return .reserve(quantity, guards: guards, clause: written(from: start))
  }

  private mutating func parseNeverKind() throws(SyntaxError) -> NeverSyntax.Kind {
    try readForbiddenAsMeant()
    try readCapAsMeant()
    if take(.charge) { return .charge }
    if take(.discharge) { return .discharge }
    if take(.v2g) { return .export }
    if take(.over) { return .over(try parseQuantity("a current")) }
    throw unexpected(amongWords: [.charge, .discharge, .v2g, .over])
  }

  /// Reads the direction that people forbid from habit as what it most likely means.
  private mutating func readForbiddenAsMeant() throws(SyntaxError) {
    let text = source.text(current.range)
    switch text.lowercased() {
    case "export", "exporting", "sell":
      report(.forbiddenExport(text, at: current.range))
      readCurrent(as: .keyword(.v2g))
    case "import", "importing", "buy": throw fail(.forbiddenImport(text, at: current.range))
    default: readAsMeant(among: [.charge, .discharge, .v2g, .over])
    }
  }

  mutating func parseProof(from start: Token) throws(SyntaxError) -> ProofSyntax {
    let claim: ProofSyntax.Claim = take(.never) ? .never(try parseNeverKind()) : .always(try parseAction())
    let guards = try parseFollowingGuards()
    return ProofSyntax(claim: claim, guards: guards, range: range(from: start))
  }

  /// Guards behind a comma, or none.
  private mutating func parseFollowingGuards() throws(SyntaxError) -> [GuardSyntax] {
    take(.comma) ? try parseGuards() : []
  }
}
