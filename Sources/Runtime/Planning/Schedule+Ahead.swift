import ScheduleLang

extension Schedule {
  /// The times in which rule number `index` may act until its next deadline; nil where there is none any more.
  ///
  /// - Parameters:
  ///   - action: the part of the rule that is not at its target yet.
  ///   - previous: what was found at an earlier evaluation, which is taken over where nothing changed.
  func ahead(
    rule index: Int, _ action: Action, at moment: Moment, readings: Readings, memory: Memory,
    outlook: Outlook, previous: ActingOutlook?
  ) -> ActingOutlook? {
    let facts = facts(of: rules[index].guards, at: moment, readings: readings, memory: memory)
    let deadline: Instant
    if let previous, previous.deadline > moment.instant, previous.action == action {
      if let facts, previous.facts == facts, previous.fingerprint == outlook.fingerprint {
        return previous.trimmed(at: moment.instant)
      }
      deadline = previous.deadline
    } else if let next = action.deadline?.next(after: moment.instant, on: outlook.clocks.site) {
      deadline = next
    } else {
      return nil
    }
    let finder = ActingTimeFinder(
      schedule: self, moment: moment, readings: readings, memory: memory, outlook: outlook)
    return ActingOutlook(
      action: action, deadline: deadline, fingerprint: outlook.fingerprint, facts: facts,
      times: finder.times(for: action, guards: rules[index].guards, until: deadline))
  }

  /// How the conditions stand that decide, besides the time, when the rule may act; nil where prices or durations
  /// among them change by themselves.
  private func facts(of guards: [Guard], at moment: Moment, readings: Readings, memory: Memory) -> [Truth]? {
    var facts = [Truth(readings.soc.map { Double($0) <= reserve ?? -1 } ?? true)]
    for items in [guards] + nevers.map(\.guards) {
      for item in items {
        guard case .when(let root, _, let slot) = item.kind else { continue }
        guard slot < 0, !asksForPrice(root) else { return nil }
        facts.append(truth(of: item, at: moment, readings: readings, memory: memory))
      }
    }
    return facts
  }

  /// Whether the condition at node `index` compares a price.
  private func asksForPrice(_ index: Int) -> Bool {
    switch conditions[index].kind {
    case .compare(let reading, _, _, _), .between(let reading, _, _, _), .unknown(let reading):
      reading == .importPrice || reading == .exportPrice
    case .pluggedIn, .unplugged: false
    case .not(let operand): asksForPrice(operand)
    case .and(let left, let right), .or(let left, let right): asksForPrice(left) || asksForPrice(right)
    }
  }
}
