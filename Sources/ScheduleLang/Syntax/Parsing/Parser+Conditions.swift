// Conditions on readings.
extension Parser {
  mutating func parseCondition() throws(SyntaxError) -> ConditionSyntax {
    var parts = [try parseConjunction()]
    while take(.or) { parts.append(try parseConjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func parseConjunction() throws(SyntaxError) -> ConditionSyntax {
    var parts = [try parseNegation()]
    while take(.and) { parts.append(try parseNegation()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func parseNegation() throws(SyntaxError) -> ConditionSyntax {
    let start = current
    if take(.not) {
      return try nested { parser throws(SyntaxError) in
        let operand = try parser.parseNegation()
        return .not(operand, at: parser.range(from: start))
      }
    }
    if take(.leftParenthesis) {
      return try nested { parser throws(SyntaxError) in
        let condition = try parser.parseCondition()
        parser.skipNewlines()
        try parser.require(.rightParenthesis)
        return condition
      }
    }
    return try parseComparison()
  }

  private mutating func parseComparison() throws(SyntaxError) -> ConditionSyntax {
    readReadingAsMeant()
    if let answer = answerToCondition() { throw fail(answer) }
    let start = current
    if atNamedCondition { return .named(word(of: advance())) }
    if take(.unplugged) { return .plugged(false, at: start.range) }
    if take(.plugged) {
      if current.kind != .keyword(.in), !current.isWord {
        report(.pluggedWithoutIn(at: start.range))
        return .plugged(true, at: start.range)
      }
      try require(.in)
      return .plugged(true, at: range(from: start))
    }
    let reading: Reading
    if let before = lastReading, case .relation = current.kind {
      report(.missingReading(before.name, at: current.range))
      reading = before
    } else {
      reading = try parseReading()
    }
    lastReading = reading
    defer { if ![.keyword(.and), .keyword(.or)].contains(current.kind) { lastReading = nil } }
    let readingRange = previous.range.end > start.range.start ? range(from: start) : start.range
    readComparisonAsMeant(of: reading)
    if take(.unknown) { return .unknown(reading, at: range(from: start)) }
    if reading == .soc, take(.in) {
      let low = try parseQuantity("a percentage")
      guard takeDots() else { throw unexpected() }
      return .within(reading, at: readingRange, low: low, high: try parseQuantity("a percentage"))
    }
    if reading == .soc, let bounds = try parseForeignRange() {
      return .within(reading, at: readingRange, low: bounds.low, high: bounds.high)
    }
    guard case .relation(let relation) = current.kind else {
      if let answer = answerToReading(reading) { throw fail(answer) }
      for relation in ["`<`", "`<=`", "`>`", "`>=`"] { expect(relation) }
      throw unexpected()
    }
    let sign = advance()
    if let other = takeComparedPrice() {
      return try comparison(of: reading, relation, with: other, from: start, at: readingRange)
    }
    let value = try parseQuantity("a quantity")
    if reading == .soc, ["=", "=="].contains(source.text(sign.range)) {
      // A whole percent can be met exactly.
      let number = source.text(value.range)
      let whole = "in \(number)..\(number)"
      let gap = readingRange.end == sign.range.start ? " " : ""
      offer(
        .replace(range(from: sign), by: gap + whole, title: "write `soc \(whole)`", isCertain: false),
        at: sign.range)
    }
    return .compare(reading, at: readingRange, relation, to: value)
  }

  /// Moves past a price that another can be compared with.
  private mutating func takeComparedPrice() -> Reading? {
    if let reading = wordyReadingHere, reading.isAhead { return takeReading() }
    guard [.keyword(.import), .keyword(.export)].contains(current.kind), peek().kind == .keyword(.price)
    else {
      return nil
    }
    return takeReading()
  }

  /// The comparison of the present price with the best one ahead, whichever stands first.
  private mutating func comparison(
    of reading: Reading, _ relation: Relation, with other: Reading, from start: Token, at place: SourceRange
  ) throws(SyntaxError) -> ConditionSyntax {
    for pair in Reading.ahead {
      guard let (now, best) = pair.comparedPrices else { continue }
      let zero = QuantitySyntax.literal(Quantity(0, .none), text: "0", at: range(from: start))
      if (reading, other) == (now, best) { return .compare(pair, at: place, relation, to: zero) }
      if (reading, other) == (best, now) { return .compare(pair, at: place, relation.exchanged, to: zero) }
    }
    throw fail(
      .answer(
        "of readings only `import price` with `cheapest import ahead`, and `export price` with `dearest export ahead`, are compared",
        at: range(from: start)))
  }

  /// A reading, which must stand here.
  mutating func parseReading() throws(SyntaxError) -> Reading {
    if let reading = takeReading() { return reading }
    if previous.kind == .keyword(.import) || previous.kind == .keyword(.export) { throw unexpected() }
    if current.kind == .keyword(.price) { throw fail(.priceWithoutDirection(at: current.range)) }
    if current.isWord {
      throw fail(
        .unknownReading(
          word(of: current).text, at: current.range,
          among: Reading.named.map(\.name) + ["plugged in", "unplugged"]))
    }
    expect("a reading such as `soc` or `importing`")
    throw unexpected()
  }

  /// The reading of several names that stands here: `discharged today`.
  var wordyReadingHere: Reading? {
    guard current.isWord else { return nil }
    return (Reading.counters + Reading.ahead.filter { $0.comparedPrices == nil }).first { reading in
      let words = reading.name.split(separator: " ")
      return words.indices.allSatisfy { peek($0).isWord && word(of: peek($0)).key == words[$0] }
    }
  }

  /// Moves past a reading if one stands here.
  mutating func takeReading() -> Reading? {
    if let counter = wordyReadingHere {
      for _ in counter.name.split(separator: " ") { advance() }
      return counter
    }
    switch current.kind {
    case .keyword(.soc):
      advance()
      return .soc
    case .keyword(.home):
      advance()
      return .home
    case .keyword(.solar):
      advance()
      return .solar
    case .keyword(.importing):
      advance()
      return .importing
    case .keyword(.exporting):
      advance()
      return .exporting
    case .keyword(.grid):
      advance()
      return .grid
    case .keyword(.import), .keyword(.export):
      let isImport = advance().kind == .keyword(.import)
      return take(.price) ? (isImport ? .importPrice : .exportPrice) : nil
    default: return nil
    }
  }

  /// A quantity with an optional sign, or the name of one.
  mutating func parseQuantity(_ what: String) throws(SyntaxError) -> QuantitySyntax {
    let start = current
    if take(.minus) {
      guard case .quantity(let quantity) = current.kind, current.range.start == start.range.end else {
        expect("a quantity directly behind its sign")
        throw unexpected()
      }
      advance()
      let whole = written(from: start)
      return .literal(Quantity(-quantity.value, quantity.unit), text: whole.text, at: whole.range)
    }
    if case .quantity(let quantity) = current.kind {
      advance()
      return .literal(quantity, text: source.text(start.range), at: start.range)
    }
    if current.kind == .name { return .name(word(of: advance())) }
    expect(what)
    throw unexpected()
  }
}
