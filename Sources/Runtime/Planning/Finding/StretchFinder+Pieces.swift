import ScheduleLang

// When what happens may change.
extension StretchFinder {
  /// The pieces of `range` in each of which all that is asked stays the same.
  func pieces(in range: Range<Instant>, memory: inout ConditionMemory) -> [Range<Instant>] {
    var edges = ClockEdges(clocks: outlook.clocks, range: range)
    let rules = schedule.rules[...rule]
    for item in rules.flatMap(\.guards) + schedule.nevers.flatMap(\.guards) {
      switch item.kind {
      case .during(let windows): edges.add(windows)
      case .on: edges.add(minutes: [0], clock: 0)
      case .when(_, let held):
        // A condition that is to hold for a while may come to have done so.
        if let held, let since = memory.heldSince[held.slot] {
          edges.add([since.adding(seconds: held.seconds)])
        }
      }
    }
    if schedule.asksForCounters { edges.add(minutes: [0], clock: 0) }
    for other in rules.dropLast() where other.action.hasDeadline {
      edges.add(turns(of: other.action, in: range))
    }
    var step: Int?
    for side in [outlook.imports, outlook.exports] {
      edges.add(side.windows)
      edges.add(side.curve.edges(in: range))
      // What is estimated changes as often as what is known.
      if let length = side.curve.usualStep { step = min(step ?? .max, length) }
    }
    if outlook.asksForHouse {
      if let minutes = house.turningMinutes {
        edges.add(minutes: minutes, clock: 0)
      } else {
        step = min(step ?? .max, RecentHouse.slot * 60)
      }
    }
    if action.decision.action.follows, action.rises { step = min(step ?? .max, RecentHouse.slot * 60) }
    if let step { edges.add(every: step) }
    guard !outlook.rankedWindows.isEmpty else { return edges.pieces }
    for piece in edges.pieces {
      memory.ranked.update(at: outlook.clocks.moment(at: piece.lowerBound), outlook: outlook)
      edges.add(memory.ranked.edges)
    }
    return edges.pieces
  }

  /// The instants at which a rule above begins or ceases to be counted on for its deadline.
  private func turns(of other: Action, in range: Range<Instant>) -> [Instant] {
    var turns: [Instant] = []
    var now = range.lowerBound
    for _ in 0..<16 {
      guard let part = other.pursuing,
        let due = part.deadline?.next(after: now, on: outlook.clocks.site)
      else { break }
      turns.append(due)
      if let aim = action.target, let target = part.target,
        let seconds = battery.seconds(
          from: Percent(aim), to: Percent(target), setPoint: part.current), seconds < 1e7
      {
        turns.append(due.adding(seconds: -Int(seconds * (1 + outlook.margin.value / 100) + 120)))
      }
      guard due < range.upperBound else { break }
      now = due
    }
    return turns
  }
}
