// Actions with their limits, targets and deadlines.
extension Parser {
  mutating func parseAction() throws(SyntaxError) -> ActionSyntax {
    let start = current
    let kind = try parseActionKind()
    let kindEnd = range(from: start)
    if case .optimise = kind, current.kind == .keyword(.to) {
      throw fail(.targetOfOptimise(at: current.range))
    }
    var action = ActionSyntax(
      kind: kind, limit: nil, limitRange: nil, target: nil, deadline: nil, then: [],
      kindRange: kindEnd, range: start.range)
    try readLimitAsMeant(of: kind)
    let limitStart = current
    if let limit = try parseLimit(of: kind) {
      action.limit = limit
      action.limitRange = range(from: limitStart)
    }
    readTargetAsMeant()
    if take(.to) {
      action.target = try parseQuantity("a percentage")
      try readLimitBehindTarget(of: &action)
      readDeadlineAsMeant()
      if current.kind == .keyword(.by) { action.deadline = try parseDeadline() }
      try readLimitBehindTarget(of: &action)
      readThenAsMeant()
    }
    if take(.then) {
      action.then = [try nested { parser throws(SyntaxError) in try parser.parseAction() }]
    }
    action.range = range(from: start)
    return action
  }

  private mutating func parseActionKind() throws(SyntaxError) -> ActionSyntax.Kind {
    if current.isWord, let meant = Parser.foreignActions[word(of: current).key] {
      report(
        .foreignAction(
          word(of: current).text, meant: meant.map(\.spelling),
          isCertain: [[.idle], [.charge], [.optimise]].contains(meant),
          at: current.range))
      readCurrent(as: .keyword(meant[0]))
    }
    readNothingAsMeant()
    if current.isWord, ["handover", "release", "relinquish"].contains(word(of: current).key) {
      report(
        .foreignAction(
          word(of: current).text, meant: ["hand over"], isCertain: true, at: current.range))
      advance()
      return .action(.handOver)
    }
    if current.kind == .name { return .name(word(of: advance())) }
    if take(.idle) { return .action(.idle) }
    if at(.hand) { return .action(try parseHandOver()) }
    if take(.charge) { return .action(try alone(.charge)) }
    if take(.v2g) { return .action(try alone(.discharge)) }
    if take(.optimise) { return .optimise(try parseOptimise()) }
    if take(.s2v) { return try parseBoth(.followSun, other: .v2h) }
    if take(.v2h) { return try parseBoth(.followHouse, other: .s2v) }
    if current.isWord, ["discharge", "discharging"].contains(word(of: current).key) {
      throw fail(ambiguousDischarge())
    }
    expect("a name")
    throw unexpected(amongWords: [.idle, .charge, .s2v, .v2h, .v2g, .optimise, .hand])
  }

  private mutating func parseBoth(_ alone: ActionKind, other: Keyword) throws(SyntaxError)
    -> ActionSyntax.Kind
  {
    readPlusAsMeant(before: other)
    guard take(.plus) else { return .action(alone) }
    if current.isActionStart, current.kind != .keyword(other) {
      throw fail(.foreignSum(at: current.range))
    }
    try require(other)
    return .action(.followBoth)
  }

  /// `hand over`; `hand back`, as a charger's settings say, is read as that.
  private mutating func parseHandOver() throws(SyntaxError) -> ActionKind {
    let start = advance()
    if current.isWord, ["back", "off"].contains(word(of: current).key) {
      let both = start.range.union(current.range)
      report(.foreignAction(source.text(both), meant: ["hand over"], isCertain: true, at: both))
      readCurrent(as: .keyword(.over))
    }
    try require(.keyword(.over))
    return try alone(.handOver)
  }

  /// An action that nothing can be added to.
  private mutating func alone(_ kind: ActionKind) throws(SyntaxError) -> ActionKind {
    if current.kind == .plus { throw fail(.foreignSum(at: current.range)) }
    return kind
  }

  mutating func parseLimit(of kind: ActionSyntax.Kind) throws(SyntaxError) -> ActionSyntax.Limit? {
    let start = current
    if take(.at) {
      if peek().isQuantity { readAsMeant(among: [.least, .most]) }
      try readBoundAsMeant(of: kind)
      if take(.least) { return .atLeast(try parseQuantity("a current")) }
      if take(.most) { return .atMost(try parseQuantity("a current")) }
      let low = try parseQuantity("a current")
      guard takeDots() else { return .at(low) }
      report(.rangeAfterAt(at: start.range, range: range(from: start)))
      return .between(low: low, high: try parseQuantity("a current"))
    }
    if current.isQuantity || current.kind == .name && peek().kind == .dots {
      let low = try parseQuantity("a current")
      if takeDots() { return .between(low: low, high: try parseQuantity("a current")) }
      if case .literal(let quantity, _, let range) = low, quantity.unit == .percent {
        report(.targetWithoutTo(at: range))
        throw SyntaxError()
      }
      report(.limitWithoutAt(follows: kind.follows, at: low.range))
      return kind.follows ? .atMost(low) : .at(low)
    }
    return nil
  }

  mutating func parseDeadline() throws(SyntaxError) -> ActionSyntax.DeadlineSyntax {
    let start = try require(.by)
    let offset = try parseOffset()
    if case .date(let date) = current.kind {
      advance()
      let minute = try parseTime(asEnd: true)
      return ActionSyntax.DeadlineSyntax(
        offset: offset, time: .literal(minute), days: nil, date: date, range: range(from: start))
    }
    let time = try parseNamedTime(asEnd: true)
    let days = take(.on) ? try parseDays(continuesAfterAnyComma: false) : nil
    return ActionSyntax.DeadlineSyntax(
      offset: offset, time: time, days: days, date: nil, range: range(from: start))
  }

  /// The `4h before` of `by 4h before 05:00`; nil where the time itself is meant.
  private mutating func parseOffset() throws(SyntaxError) -> (length: QuantitySyntax, isAfter: Bool)? {
    guard current.isQuantity || current.kind == .name, ["before", "after"].contains(word(of: peek()).key)
    else {
      return nil
    }
    let length = try parseQuantity("a duration")
    let isAfter = takeWord("after")
    if !isAfter { _ = takeWord("before") }
    return (length, isAfter)
  }

  /// Words that people type for actions, and what they mean here.
  private static let foreignActions: [String: [Keyword]] = [
    "off": [.idle], "stop": [.idle], "dormant": [.idle], "pause": [.idle], "wait": [.idle],
    "nothing": [.idle], "charging": [.charge], "sell": [.v2g], "solar": [.s2v], "eco": [.s2v, .v2h],
    "export": [.v2g, .v2h], "optimize": [.optimise], "optimized": [.optimise], "optimised": [.optimise],
  ]
}

extension ActionSyntax.Kind {
  /// Whether the current follows the house or the sun.
  fileprivate var follows: Bool {
    if case .action(let kind) = self { return kind.follows }
    return false
  }
}

extension Token {
  /// Whether it is a number, with a unit or without.
  var isQuantity: Bool {
    if case .quantity = kind { return true }
    return false
  }
}
