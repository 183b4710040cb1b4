import ScheduleLang

/// What is decided, for every SoC, in one stretch of time and one case of the facts.
struct Scene {
  /// Some SoCs at which one rule decides.
  struct Region {
    /// Where it may decide, and where it does for certain.
    var may: SoCSet
    var must: SoCSet
    /// Whether the rule may as well choose something else there.
    var isChoice = false
    /// The rule; nil where none applies.
    var rule: Int?
    /// What the rule wants.
    var wanted: Decision
    /// What the clauses leave of it.
    var decision: Decision
  }

  /// The stretch, as an index into those of the timetable.
  let stretch: Int
  /// The number of the sample that each fact is; nil where the facts are too many to be distinguished.
  let samples: [Int]?
  /// The SoCs that can occur.
  let domain: SoCSet
  /// Who decides what; without uncertain rules, and those that choose, no two regions share an SoC.
  let regions: [Region]
}

extension DecisionSpace {
  /// More scenes than these are not distinguished by their facts, so that a check always ends soon.
  private static let maximumLookUps = 400_000

  /// Calls `body` with every scene; the order is that of the stretches, then of the facts' samples.
  func forEachScene(_ body: (Scene) -> Void) {
    var lookUps = 0
    for index in timetable.stretches.indices {
      let items = relevantItems(in: timetable.stretches[index])
      var cases = SampleCases(self, in: timetable.stretches[index], items: items)
      lookUps += cases.count * items.rules.count
      if cases.count > GuardTable.maximumCases || lookUps > Self.maximumLookUps {
        body(scene(index, items, samples: nil))
        continue
      }
      repeat { body(scene(index, items, samples: cases.samples)) } while cases.advance()
    }
  }

  /// The rules and clauses that the clock lets hold.
  struct RelevantItems {
    var rules: [Int] = []
    var nevers: [Int] = []
    var proofs: [Int] = []
  }

  func relevantItems(in stretch: Stretch) -> RelevantItems {
    var items = RelevantItems()
    for (word, bits) in stretch.possible.enumerated() {
      var bits = bits
      while bits != 0 {
        let item = word << 6 + bits.trailingZeroBitCount
        bits &= bits - 1
        if item < rules.count { items.rules.append(item) }
      }
    }
    items.nevers = nevers.indices.filter { stretch.allows(item(ofNever: $0)) }
    items.proofs = proofs.indices.filter { stretch.allows(item(ofProof: $0)) }
    return items
  }

  /// Whether nothing but guards and SoC keeps rule `index` from applying.
  private func isCertain(_ index: Int, in stretch: Stretch) -> Bool {
    !bounds[index].isDeferrable && timetable.isCertain(index, in: stretch)
  }

  private func scene(_ index: Int, _ items: RelevantItems, samples: [Int]?) -> Scene {
    let stretch = timetable.stretches[index]
    let domain = domain(samples)
    var (taken, possiblyTaken) = (SoCSet.all - domain, SoCSet.all - domain)
    var regions: [Scene.Region] = []
    for number in items.rules where !(bounds[number].may - taken).isEmpty {
      let rule = rules[number]
      let entry = samples.flatMap { rule.guards.entry($0) }
      let may = (entry?.yes ?? rule.guards.may) & rule.wanted - taken
      guard !may.isEmpty else { continue }
      let certain = isCertain(number, in: stretch) ? (entry?.yes ?? rule.guards.must) & rule.wanted : .empty
      for branch in rule.branches where !(may & branch.socs).isEmpty {
        var region = Scene.Region(
          may: may & branch.socs, must: certain & branch.socs - possiblyTaken, rule: number,
          wanted: branch.decision, decision: branch.decision)
        if branch.choice != nil { (region.must, region.isChoice) = (.empty, true) }
        clip(region, stretch, items, samples, into: &regions)
      }
      taken |= certain
      possiblyTaken |= may
      if taken == .all { break }
    }
    if taken != .all {
      let rest = Scene.Region(
        may: .all - taken, must: .all - possiblyTaken, rule: nil, wanted: .idle, decision: .idle)
      regions.append(rest)
    }
    return Scene(stretch: index, samples: samples, domain: domain, regions: regions)
  }

  private func domain(_ samples: [Int]?) -> SoCSet {
    guard let samples, let plug = facts.number(of: .plug), facts.facts[plug].values[samples[plug]] == 0 else {
      return .all
    }
    return .unknown
  }
}
