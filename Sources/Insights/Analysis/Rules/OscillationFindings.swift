import ScheduleLang

/// Neighbouring SoCs at which the charger would be sent back and forth: charging at the lower, discharging at the
/// upper.
struct OscillationFindings: Findings {
  /// The rules on either side.
  struct Pair: Hashable {
    var charging: Int
    var discharging: Int
  }

  private(set) var found: [Pair: (soc: Int, example: String)] = [:]

  mutating func note(_ scene: Scene, in space: DecisionSpace) {
    var (up, down) = (SoCSet.empty, SoCSet.empty)
    // Where it may be chosen to charge, and where energy is certainly sold: what chooses does not know that it will be.
    var (chosen, sold) = (SoCSet.empty, SoCSet.empty)
    for region in scene.regions {
      if region.decision.minimumCurrent > 0 { up |= region.must }
      if region.decision.minimumCurrent < 0 { down |= region.must }
      if region.isChoice, region.decision.minimumCurrent > 0 { chosen |= region.may }
      if region.decision.action == .discharge { sold |= region.must }
    }
    let turns = (up & down.below) | (chosen & sold.below)
    guard !turns.isEmpty else { return }
    let steady =
      turns & space.socsThatCanCharge & space.socsThatCanDischarge.below & space.steadyPairs(scene.samples)
    for range in steady.ranges {
      for soc in range {
        guard let lower = scene.charging(at: soc),
          let upper = scene.regions.first(where: { $0.must.contains(soc + 1) }), let charging = lower.rule,
          let discharging = upper.rule,
          // What follows by `then` takes the place of another rule.
          charging != discharging || lower.wanted.action == .charge && upper.wanted.action == .discharge,
          !space.isTurn(at: soc, targetOf: charging, or: discharging)
        else { continue }
        let pair = Pair(charging: charging, discharging: discharging)
        if found[pair] == nil { found[pair] = (soc, space.text(of: scene, soc: soc)) }
      }
    }
  }

  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    let space = analysed.space
    let rules = space.schedule.rules
    return found.sorted { ($0.key.charging, $0.key.discharging) < ($1.key.charging, $1.key.discharging) }.map
    {
      .oscillation(
        between: $1.soc, and: $1.soc + 1, charging: rules[$0.charging].range,
        discharging: rules[$0.discharging].range, example: $1.example)
    }
  }
}

extension Scene {
  /// What charges at a SoC: for certain, or as it may choose.
  fileprivate func charging(at soc: Int) -> Region? {
    regions.first { $0.must.contains(soc) }
      ?? regions.first { $0.isChoice && $0.may.contains(soc) && $0.decision.minimumCurrent > 0 }
  }
}

extension DecisionSpace {
  /// Whether one of the two rules ends here because its target is reached, which is reported by itself.
  fileprivate func isTurn(at soc: Int, targetOf lower: Int, or upper: Int) -> Bool {
    edge(ofRule: lower)?.edge == soc || edge(ofRule: upper)?.edge == soc + 1
  }

  /// The SoCs from which a car could go up by one and down again for ever with the memory of these samples.
  ///
  /// Hysteresis breaks such a circle: where a comparison is only kept true at one of the two SoCs, what it
  /// remembers is what the other made it.
  fileprivate func steadyPairs(_ samples: [Int]?) -> SoCSet {
    guard let samples else { return .known }
    var steady = SoCSet.known
    for (number, fact) in facts.facts.enumerated() {
      guard case .kept(let threshold) = fact.kind else { continue }
      let remembers = fact.values[samples[number]] == 1
      let (holds, near) = threshold.socs(hysteresis: schedule.hysteresis)
      for soc in 0..<100 where near.contains(soc) != near.contains(soc + 1) {
        let other = near.contains(soc) ? soc + 1 : soc
        if holds.contains(other) != remembers { steady -= SoCSet(soc) }
      }
    }
    return steady
  }
}

extension Fact.Threshold {
  /// Where the comparison holds by itself, and where it is only kept.
  fileprivate func socs(hysteresis: Double) -> (holds: SoCSet, near: SoCSet) {
    switch self {
    case .compare(let relation, let threshold):
      let holds = SoCSet { relation.holds(Double($0), threshold) }
      return (holds, SoCSet { abs(Double($0) - threshold) < hysteresis } - holds)
    case .between(let low, let high):
      let holds = SoCSet { low <= Double($0) && Double($0) <= high }
      return (holds, SoCSet { low - hysteresis < Double($0) && Double($0) < high + hysteresis } - holds)
    }
  }
}

extension Diagnostic {
  static func oscillation(
    between lower: Int, and upper: Int, charging: SourceRange, discharging: SourceRange, example: String
  ) -> Diagnostic {
    Diagnostic(
      .oscillation, "around \(upper)% the charger is sent back and forth", at: charging,
      labels: [Label(discharging, "this one discharges at \(upper)%, down to where the other charges")],
      notes: [
        "At \(example), this rule charges; one percent above, the other discharges again.",
        "Leave a gap between the two, or add a clause such as `hysteresis 3%`.",
      ])
  }
}
