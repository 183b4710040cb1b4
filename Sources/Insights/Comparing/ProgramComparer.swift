import Runtime
import ScheduleLang

/// Goes through all that two programs can be asked, and notes where they answer differently.
struct ProgramComparer {
  /// Two decisions that meet.
  struct Key: Hashable {
    var asker: ProgramComparison.Asker
    var before: ProgramComparison.Side
    var after: ProgramComparison.Side
  }

  /// One case in which they do.
  struct Scene {
    var stretch: Int
    var samples: [Int]
    /// What hysteresis remembers; nil where that is nothing, or not known.
    var state: UInt64?
    var socs: SoCSet
  }

  /// All cases in which they do.
  struct Found {
    /// Where, by stretch.
    var socs: [Int: SoCSet] = [:]
    /// Some of the cases.
    var scenes: [Scene] = []

    static let mostScenes = 24
  }

  let subjects: [HomeSchedule]
  let programs: [ComparedProgram]
  let facts: JointFacts
  let rules: [ComparedRules]
  let time: JointTime
  let hysteresis: HysteresisPaths
  let start: CivilDate
  private(set) var plans: SharedPlans
  private(set) var found: [Key: Found] = [:]
  /// Stretches with more cases than can be distinguished.
  private(set) var unresolved: [Int] = []

  var broken: Set<Int> = []
  private var lookUps = 0
  /// More look-ups of rules than these are not made, so that a comparison always ends soon.
  private static let maximumLookUps = 4_000_000

  init(_ old: HomeSchedule, _ new: HomeSchedule, start: CivilDate) {
    subjects = [old, new]
    self.start = start
    let names = old.schedule.clocks + new.schedule.clocks.filter { !old.schedule.clocks.contains($0) }
    programs = subjects.map { ComparedProgram($0, clocks: names) }
    // All of the names were found before, each by its own program.
    let clocks = (try? ClockSet(identifiers: names)) ?? old.clocks
    facts = JointFacts(programs)
    rules = [0, 1].map { [programs, facts] in ComparedRules(programs[$0], facts: facts, program: $0) }
    time = JointTime(
      programs, rules, facts: facts,
      classes: JointTime.classes(programs, facts: facts, from: start, clocks: clocks))
    hysteresis = HysteresisPaths(facts.kept)
    plans = SharedPlans(programs, facts: facts, classes: time.classes, first: facts.facts.count)
  }

  /// All facts, the plans of deadlines last.
  var allFacts: [Fact] { facts.facts + plans.facts }

  /// Goes through everything, again each time that a plan that was taken for shared turns out not to be.
  mutating func run() {
    repeat {
      (found, unresolved, broken) = ([:], [], [])
      for index in time.stretches.indices { compare(index) }
      plans.part(broken)
    } while !broken.isEmpty
  }

  private mutating func compare(_ index: Int) {
    let key = time.stretches[index].key
    let openPairs = openPairs(key)
    guard openPairs != [] || !areAlike(key) else { return }
    var relevant: Set<Int> = []
    for program in [0, 1] {
      for number in key.rules[program] {
        relevant.formUnion(rules[program].rules[number].guards.facts)
        if let vain = rules[program].rules[number].vain { relevant.insert(vain) }
        if let plan = plans.numbers[program][rules[program].rules[number].index] { relevant.insert(plan) }
      }
      for number in key.nevers[program] { relevant.formUnion(rules[program].nevers[number].guards.facts) }
      for number in key.deadlines[program] {
        relevant.formUnion(rules[program].rules[number].guards.facts)
      }
    }
    var cases = JointCases(
      relevant, of: allFacts, fixed: key.prices, durations: facts.durations, hysteresis: hysteresis)
    lookUps += cases.count * (key.rules[0].count + key.rules[1].count + 1)
    guard cases.count <= JointCases.maximum, lookUps <= Self.maximumLookUps else {
      return giveUp(index, openPairs)
    }
    repeat {
      guard compare(index, key, cases, openPairs) else { return giveUp(index, openPairs) }
    } while cases.advance()
  }

  private mutating func giveUp(_ stretch: Int, _ openPairs: [Int]) {
    unresolved.append(stretch)
    broken.formUnion(openPairs)
  }

  /// Compares one case; false where a part has too many to be distinguished.
  private mutating func compare(
    _ stretch: Int, _ key: JointTime.Stretch.Key, _ cases: JointCases, _ openPairs: [Int]
  ) -> Bool {
    let isUnplugged = [0, 1].contains { program in
      facts.tables[program].number(of: .plug).map { facts.facts[$0].values[cases.samples[$0]] == 0 } ?? false
    }
    let domain = isUnplugged ? SoCSet.unknown : .all
    var turns: [[Int: SoCSet]] = [[:], [:]]
    var decided: [[ComparedRules.Region]] = []
    for program in [0, 1] {
      let regions = rules[program].regions(
        key.rules[program], samples: cases.samples, domain: domain, plans: plans.numbers[program]
      ) { turns[program][$0] = $1 }
      guard let regions else { return false }
      decided.append(regions)
    }
    let clipAlike = clipAlike(key)
    // What both want alike, clauses that are alike leave alike.
    let matters = clipAlike ? differing(decided) : domain
    if !matters.isEmpty {
      let clipped = [0, 1].compactMap { program in
        rules[program].clipped(
          decided[program].compactMap { $0.within(matters) }, by: key.nevers[program], samples: cases.samples)
      }
      guard clipped.count == 2 else { return false }
      note(.rules, clipped, stretch, cases)
    }
    if !isUnplugged, takeSameOrders, !clipAlike {
      for (asker, order) in ProgramComparison.Asker.orders {
        let ordered = [0, 1].compactMap { program in
          rules[program].clipped(
            order.regions(at: subjects[program].site), by: key.nevers[program], samples: cases.samples)
        }
        guard ordered.count == 2 else { return false }
        note(asker, ordered, stretch, cases)
      }
    }
    for number in openPairs where !broken.contains(number) {
      let pair = plans.pairs[number]
      guard let one = planned(pair.0, of: 0, key, cases, turns[0], domain),
        let other = planned(pair.1, of: 1, key, cases, turns[1], domain)
      else { return false }
      if one != other { broken.insert(number) }
    }
    return true
  }

  /// Where the rules of both want different things.
  private func differing(_ decided: [[ComparedRules.Region]]) -> SoCSet {
    var socs = SoCSet.empty
    for one in decided[0] {
      for other in decided[1] where one.decision != other.decision { socs |= one.socs & other.socs }
    }
    return socs
  }

  /// What a plan is made from in one case.
  private struct Planned: Hashable {
    /// Where each part of the rule holds, and where it is its turn.
    var holds: [SoCSet] = []
    var turns: [SoCSet] = []
    /// Which current the clauses leave of what it wants, and where.
    var currents: [[Int: SoCSet]] = []
  }

  private func planned(
    _ rule: Int, of program: Int, _ key: JointTime.Stretch.Key, _ cases: JointCases, _ turns: [Int: SoCSet],
    _ domain: SoCSet
  ) -> Planned? {
    var planned = Planned()
    for number in parts(rule, of: program, in: key) {
      guard let entry = rules[program].rules[number].guards.entry(cases.samples) else { return nil }
      planned.holds.append(entry.yes & domain)
      planned.turns.append(turns[number] ?? .empty)
    }
    if clipAlike(key) { return planned }
    for action in programs[program].schedule.rules[rule].action.parts {
      let whole = ComparedRules.Region(socs: domain, rule: nil, decision: action.decision)
      guard let left = rules[program].clipped([whole], by: key.nevers[program], samples: cases.samples) else {
        return nil
      }
      var currents: [Int: SoCSet] = [:]
      for region in left {
        let current = action.rises ? region.decision.maximumCurrent : region.decision.minimumCurrent
        currents[current, default: .empty] |= region.socs
      }
      planned.currents.append(currents)
    }
    return planned
  }

  private mutating func note(
    _ asker: ProgramComparison.Asker, _ decided: [[ComparedRules.Region]], _ stretch: Int, _ cases: JointCases
  ) {
    for one in decided[0] {
      for other in decided[1] where one.decision != other.decision {
        let socs = one.socs & other.socs
        guard !socs.isEmpty else { continue }
        let key = Key(
          asker: asker, before: .init(decision: one.decision, ruleIndex: one.rule),
          after: .init(decision: other.decision, ruleIndex: other.rule))
        found[key, default: Found()].socs[stretch, default: .empty] |= socs
        guard (found[key]?.scenes.count ?? 0) < Found.mostScenes else { continue }
        found[key]?.scenes.append(
          Scene(stretch: stretch, samples: cases.samples, state: cases.state, socs: socs))
      }
    }
  }
}

extension ProgramComparer {
  /// Whether an owner's orders come to the same at both sites before any clause.
  fileprivate var takeSameOrders: Bool {
    subjects[0].site.chargerCurrent == subjects[1].site.chargerCurrent
      && subjects[0].site.chargerDischarges == subjects[1].site.chargerDischarges
  }
}

extension ProgramComparison.Asker {
  /// The orders that clauses can leave different things of.
  fileprivate static let orders: [(ProgramComparison.Asker, Order)] = [
    ProgramComparison.Asker.orderToCharge, .orderToDischarge,
  ].compactMap { asker in asker.order.map { (asker, $0) } }

  /// The order that it is; nil for the rules.
  var order: Order? {
    switch self {
    case .rules: nil
    case .orderToCharge: Order(.charge(to: 100))
    case .orderToDischarge: Order(.discharge(to: 0))
    }
  }
}

extension Order {
  /// What the order asks for at a site before any clause.
  fileprivate func regions(at site: Site) -> [ComparedRules.Region] {
    [SoCSet.known, .unknown].map { socs in
      let wanted = decision(soc: socs == .unknown ? nil : 50, current: site.chargerCurrent)
      let decision = site.chargerDischarges ? wanted : wanted.withoutDischarging
      return ComparedRules.Region(socs: socs, rule: nil, decision: decision)
    }
  }
}
