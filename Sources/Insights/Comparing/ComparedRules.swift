import Runtime
import ScheduleLang

/// The rules and clauses of a compared program with their conditions worked out for every case of the facts.
struct ComparedRules {
  /// A part of a rule.
  struct Rule {
    /// Its index into `Schedule.rules`.
    var index: Int
    var guards: GuardTable
    var branches: [ActionBranch]
    /// Where it can apply, and where it does whatever the facts.
    var may: SoCSet
    var must: SoCSet
    /// The fact that the car takes nothing, where that has the rule stand aside while the SoC is unknown.
    var vain: Int?
    /// Equal where another part comes to the same, plans of deadlines aside.
    var meaning: Meaning
  }

  /// A part of a clause.
  struct Never {
    var kind: NeverClause.Kind
    var guards: GuardTable
    var meaning: Meaning
  }

  /// What a part comes to.
  struct Meaning: Hashable {
    private var guards: GuardMeaning
    private var branches: [ActionBranch] = []
    private var kind: NeverClause.Kind?
    private var ranked: [Int]
    private var vain: Int?

    fileprivate init(
      _ guards: GuardMeaning, branches: [ActionBranch] = [], kind: NeverClause.Kind? = nil, ranked: [Int],
      vain: Int? = nil
    ) {
      self.guards = guards
      self.vain = vain
      self.branches = branches
      self.kind = kind
      self.ranked = ranked
    }
  }

  let rules: [Rule]
  let nevers: [Never]
  /// Where the reserve forbids to discharge.
  let reserved: SoCSet

  /// Works out program number `program` of those that `facts` are about.
  init(_ compared: ComparedProgram, facts: JointFacts, program: Int) {
    let (schedule, table) = (compared.schedule, facts.tables[program])
    func guards(_ part: ComparedProgram.Part) -> (table: GuardTable, meaning: GuardMeaning, ranked: [Int]) {
      let ranked = part.ranked.compactMap { facts.ranked[program][$0] }
      let guards = GuardTable(part.guards, of: schedule, facts: table, required: ranked)
      return (guards, GuardMeaning(guards, part.guards, of: schedule, facts: table), ranked.sorted())
    }
    rules = compared.rules.map { part in
      let (table, meaning, ranked) = guards(part)
      let branches = schedule.rules[part.index].action.branches
      let wanted = branches.reduce(SoCSet.empty) { $0 | $1.socs }
      let isDeferrable = branches.contains(where: \.isDeferrable)
      let vain =
        schedule.chargesForUnknownSoC(rule: part.index)
        ? facts.tables[program].number(of: .takesNoCharge) : nil
      let must = isDeferrable ? SoCSet.empty : table.must & wanted
      return Rule(
        index: part.index, guards: table, branches: branches, may: table.may & wanted,
        must: vain == nil ? must : must & .known, vain: vain,
        meaning: Meaning(meaning, branches: branches, ranked: ranked, vain: vain))
    }
    nevers = compared.nevers.map { part in
      let (table, meaning, ranked) = guards(part)
      let kind = schedule.nevers[part.index].kind
      return Never(kind: kind, guards: table, meaning: Meaning(meaning, kind: kind, ranked: ranked))
    }
    let reserve = schedule.reserve
    reserved = reserve.map { limit in SoCSet { Double($0) <= limit } | .unknown } ?? .empty
  }

  /// The parts among `candidates` that earlier ones leave anything to.
  func relevant(among candidates: [Int]) -> [Int] {
    var covered = SoCSet.empty
    return candidates.filter { number in
      guard !covered.isSuperset(of: rules[number].may) else { return false }
      covered |= rules[number].must
      return true
    }
  }
}

extension ComparedRules {
  /// Some SoCs at which one thing is decided.
  struct Region {
    var socs: SoCSet
    /// The rule, as an index into `Schedule.rules`; nil where none applies.
    var rule: Int?
    var decision: Decision
  }

  /// What the rules want in one case of the facts; nil where a part has too many cases to be distinguished.
  ///
  /// - Parameters:
  ///   - candidates: the parts of rules that the clock lets apply, in order.
  ///   - plans: the fact that the plan of each rule with a deadline is.
  ///   - turn: told, of each part of a rule with a deadline, where its guards hold and its turn comes.
  func regions(
    _ candidates: [Int], samples: [Int], domain: SoCSet, plans: [Int: Int],
    turn: (Int, SoCSet) -> Void
  ) -> [Region]? {
    var open = domain
    var found: [Region] = []
    for number in candidates {
      let rule = rules[number]
      guard let entry = rule.guards.entry(samples) else { return nil }
      let plan = plans[rule.index]
      let holds = rule.vain.map { samples[$0] == 1 } ?? false ? entry.yes & .known : entry.yes
      if plan != nil { turn(number, holds & open) }
      for branch in rule.branches {
        let sample = plan.map { samples[$0] }
        if let choice = branch.choice, sample != choice { continue }
        if branch.isDeferrable, sample != 1 { continue }
        let part = open & holds & branch.socs
        guard !part.isEmpty else { continue }
        found.append(Region(socs: part, rule: rule.index, decision: branch.decision))
        open -= part
      }
      // What is chosen elsewhere cannot be had here.
      let rest = rule.branches.contains { $0.choice != nil } ? open & holds : .empty
      if !rest.isEmpty {
        found.append(Region(socs: rest, rule: rule.index, decision: .idle))
        open -= rest
      }
    }
    if !open.isEmpty { found.append(Region(socs: open, rule: nil, decision: .idle)) }
    return found
  }

  /// What the clauses leave of some regions; nil where a clause has too many cases to be distinguished.
  func clipped(_ regions: [Region], by clauses: [Int], samples: [Int]) -> [Region]? {
    var regions = regions
    for number in clauses {
      guard let entry = nevers[number].guards.entry(samples) else { return nil }
      let truths = [
        (Truth.yes, entry.yes), (.unknown, entry.unknown), (.no, .all - entry.yes - entry.unknown),
      ]
      regions = regions.flatMap { region in
        truths.compactMap { truth, socs in
          region.part(socs) { nevers[number].kind.clipped($0, holds: truth) }
        }
      }
    }
    guard !reserved.isEmpty else { return regions }
    return regions.flatMap { region in
      [region.part(reserved) { $0.withoutDischarging }, region.part(.all - reserved) { $0 }].compactMap { $0 }
    }
  }
}

extension ComparedRules.Region {
  /// The part within `socs`; nil where nothing is there.
  func within(_ socs: SoCSet) -> ComparedRules.Region? { part(socs) { $0 } }

  /// The part within `socs`, with its decision `changed`; nil where nothing is there.
  fileprivate func part(_ socs: SoCSet, changed: (Decision) -> Decision) -> ComparedRules.Region? {
    let part = self.socs & socs
    return part.isEmpty ? nil : ComparedRules.Region(socs: part, rule: rule, decision: changed(decision))
  }
}
