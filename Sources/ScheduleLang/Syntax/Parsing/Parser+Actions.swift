// Actions with their limits, targets and deadlines.
extension Parser {
  mutating func parseAction() throws(Recovery) -> ActionSyntax {
    let start = current
    let kind = try parseActionKind()
    var action = ActionSyntax(
      kind: kind, limit: nil, limitRange: nil, target: nil, deadline: nil, then: [],
      kindRange: range(from: start), range: start.range)
    let limitStart = current
    if let limit = try parseLimit() {
      action.limit = limit
      action.limitRange = range(from: limitStart)
    }
    if take(.to) {
      action.target = try parseQuantity("a percentage")
      if current.kind == .keyword(.by) { action.deadline = try parseDeadline() }
    }
    if take(.then) {
      action.then = [try nested { parser throws(Recovery) in try parser.parseAction() }]
    }
    action.range = range(from: start)
    return action
  }

  private mutating func parseActionKind() throws(Recovery) -> ActionSyntax.Kind {
    if current.kind == .name {
      let name = word(of: current)
      if let meant = Parser.foreignActions[name.key] {
        throw fail(.foreignAction(name.text, meant: meant, at: name.range))
      }
      advance()
      return .name(name)
    }
    if take(.idle) { return .action(.idle) }
    if take(.charge) { return .action(.charge) }
    if take(.v2g) { return .action(.discharge) }
    if take(.s2v) { return try parseBoth(.followSun, other: .v2h) }
    if take(.v2h) { return try parseBoth(.followHouse, other: .s2v) }
    if current.kind == .keyword(.discharge) {
      throw fail(
        .foreignAction("discharge", meant: "`V2G` (all out) or `V2H` (to cover the house)", at: current.range)
      )
    }
    expect("a name")
    throw unexpected(amongWords: ["idle", "charge", "S2V", "V2H", "V2G"])
  }

  private mutating func parseBoth(_ alone: ActionKind, other: Keyword) throws(Recovery) -> ActionSyntax.Kind {
    guard take(.plus) else { return .action(alone) }
    try require(other)
    return .action(.followBoth)
  }

  private mutating func parseLimit() throws(Recovery) -> ActionSyntax.Limit? {
    if take(.at) {
      if take(.least) { return .atLeast(try parseQuantity("a current")) }
      if take(.most) { return .atMost(try parseQuantity("a current")) }
      return .at(try parseQuantity("a current"))
    }
    if case .quantity = current.kind {
      let low = try parseQuantity("a current")
      guard current.kind == .dots else { throw fail(.limitWithoutAt(at: low.range)) }
      advance()
      return .between(low, try parseQuantity("a current"))
    }
    if current.kind == .name, peek().kind == .dots {
      let low = try parseQuantity("a current")
      advance()
      return .between(low, try parseQuantity("a current"))
    }
    return nil
  }

  private mutating func parseDeadline() throws(Recovery) -> ActionSyntax.DeadlineSyntax {
    let start = try require(.by)
    if case .date(let date) = current.kind {
      advance()
      let minute = try parseTime(asEnd: true)
      return ActionSyntax.DeadlineSyntax(minute: minute, days: nil, date: date, range: range(from: start))
    }
    let minute = try parseTime(asEnd: true)
    let days = take(.on) ? try parseDays(continuesAfterAnyComma: false) : nil
    return ActionSyntax.DeadlineSyntax(minute: minute, days: days, date: nil, range: range(from: start))
  }

  /// Words that people type for actions, and what they mean here.
  static let foreignActions = [
    "off": "`idle`", "stop": "`idle`", "dormant": "`idle`", "pause": "`idle`", "charging": "`charge`",
    "sell": "`V2G`", "solar": "`S2V`", "eco": "`S2V`", "discharging": "`V2G` or `V2H`",
  ]
}
