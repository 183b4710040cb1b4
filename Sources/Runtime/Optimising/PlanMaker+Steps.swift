import ScheduleLang

// The steps of a plan.
extension PlanMaker {
  func steps(in range: Range<Instant>, from start: Instant, demands: [Demand]) -> [OptimalStep] {
    var later = conditions
    let pieces = pieces(in: range, demands: demands, memory: &later)
    var known: [AheadRules.Facts: KnownOptions] = [:]
    var priced: [(Price?, Price?)] = []
    var found: [OptimalStep] = []
    for piece in pieces {
      let there = outlook.clocks.moment(at: piece.lowerBound)
      priced.append(
        (outlook.imports.expected(at: there, outlook), outlook.exports.expected(at: there, outlook)))
    }
    let imports = priced.compactMap { $0.0?.value }
    let usual = imports.isEmpty ? 0 : imports.reduce(0, +) / Double(imports.count)
    for (index, piece) in pieces.enumerated() {
      let there = outlook.clocks.moment(at: piece.lowerBound)
      later.ranked.update(at: there, outlook: outlook)
      later.expectCounters(on: there.local.date)
      let readings = house.readings(
        at: there, importPrice: priced[index].0, exportPrice: priced[index].1)
      // What a kWh earns that nobody prices is not known, and is never 0.
      let maySell = priced[index].1 != nil
      let facts = rules.facts(at: there, expecting: readings, memory: later, maySell: maySell)
      let those =
        known[facts]
        ?? KnownOptions(rules.choices(at: there, expecting: readings, memory: later, maySell: maySell))
      known[facts] = those
      let nets = nets(at: there, from: start)
      let options = those.options(classes: rules.classes) { decision in
        .init(current(of: decision, net: nets.one), current(of: decision, net: nets.other))
      }
      found.append(
        OptimalStep(
          time: piece, importPrice: priced[index].0?.value ?? usual, exportPrice: priced[index].1?.value ?? 0,
          nets: nets, options: options))
    }
    return found
  }

  /// What may flow through the grid meter without the charger at a time to come.
  private func nets(at moment: Moment, from now: Instant) -> OptimalStep.Pair<Double> {
    let usual = grid.expected(
      inSlot: moment.local.minute / UsualGrid.slot,
      ahead: Double(moment.instant.milliseconds - now.milliseconds) / 1000)
    let mean = usual?.mean ?? house.grid(at: moment).mean
    let deviation = usual?.deviation ?? 0
    return .init(mean - deviation, mean + deviation)
  }

  private func current(of decision: Decision, net: Double) -> Int {
    outlook.current(of: decision, grid: outlook.hasMeter ? Watts(net) : nil)
  }

  /// The pieces of `range` in each of which all that is asked stays the same.
  private func pieces(in range: Range<Instant>, demands: [Demand], memory: inout ConditionMemory)
    -> [Range<Instant>]
  {
    var edges = ClockEdges(clocks: outlook.clocks, range: range)
    for item in schedule.rules.flatMap(\.guards) + schedule.nevers.flatMap(\.guards) {
      switch item.kind {
      case .during(let windows): edges.add(windows)
      case .on: edges.add(minutes: [0], clock: 0)
      case .when(_, let held):
        if let held, let since = memory.heldSince[held.slot] {
          edges.add([since.adding(seconds: held.seconds)])
        }
      }
    }
    if schedule.asksForCounters { edges.add(minutes: [0], clock: 0) }
    edges.add(demands.map(\.instant))
    for side in [outlook.imports, outlook.exports] {
      edges.add(side.windows)
      edges.add(side.curve.edges(in: range))
    }
    edges.add(every: Self.longest)
    guard !outlook.rankedWindows.isEmpty else { return edges.pieces }
    for piece in edges.pieces {
      memory.ranked.update(at: outlook.clocks.moment(at: piece.lowerBound), outlook: outlook)
      edges.add(memory.ranked.edges)
    }
    return edges.pieces
  }
}

/// What was found of the options at times that nothing else tells apart.
private final class KnownOptions {
  private let choices: AheadChoices
  private var found: [[OptimalStep.Pair<Int>]: [OptimalStep.Option]] = [:]

  init(_ choices: AheadChoices) { self.choices = choices }

  /// The options where each decision comes to the current that `current` tells.
  func options(classes: [Int], _ current: (Decision) -> OptimalStep.Pair<Int>) -> [OptimalStep.Option] {
    let currents = choices.decisions.map(current)
    if let options = found[currents] { return options }
    let options = OptimalStep.Option.all(currents, of: choices, classes: classes)
    found[currents] = options
    return options
  }
}

extension Outlook {
  /// The current that `decision` comes to, charging positive, where so much flows through the grid meter without the
  /// charger.
  func current(of decision: Decision, grid: Watts?) -> Int {
    if decision == .idle { return 0 }
    let wanted = LoadFollower(smallestCurrent: limits.smallestCurrent).goal(
      for: decision, grid: grid, voltage: voltage)
    return limits.clip(wanted, of: decision.action, grid: grid, voltage: voltage).value
  }
}
