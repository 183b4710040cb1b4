import Runtime
import ScheduleLang

/// Rules that take over where another has reached its target, and do what it was to stop.
struct TakeoverFindings: Findings {
  /// Which rule takes over from which.
  struct Pair: Hashable {
    var rule: Int
    var taker: Int
  }

  private(set) var found: [Pair: (goesOn: Bool, decision: Decision, example: String)] = [:]

  mutating func note(_ scene: Scene, in space: DecisionSpace) {
    for region in scene.regions {
      guard let rule = region.rule, let (edge, beyond) = space.edge(ofRule: rule),
        region.may.contains(edge), region.wanted == space.schedule.rules[rule].action.decision,
        let next = scene.regions.first(where: { $0.must.contains(beyond) }), let taker = next.rule,
        taker != rule
      else { continue }
      let rises = beyond > edge
      let (low, high) = (next.decision.minimumCurrent, next.decision.maximumCurrent)
      let goesOn = rises ? low > 0 : high < 0
      let turnsBack =
        rises ? region.decision.minimumCurrent > 0 && low < 0 : region.decision.minimumCurrent < 0 && low > 0
      guard goesOn || turnsBack, space.lets(next.decision, at: beyond) else { continue }
      let pair = Pair(rule: rule, taker: taker)
      if found[pair] == nil { found[pair] = (goesOn, next.decision, space.text(of: scene, soc: beyond)) }
    }
  }

  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    let space = analysed.space
    return found.sorted { ($0.key.rule, $0.key.taker) < ($1.key.rule, $1.key.taker) }.map { pair, finding in
      let action = space.schedule.rules[pair.rule].action
      return .overrunTarget(
        action.target ?? 0, at: action.range, taker: space.schedule.rules[pair.taker].range,
        goesOn: finding.goesOn,
        decision: space.subject.text(finding.decision), rises: action.decision.maximumCurrent > 0,
        hasDeadline: action.deadline != nil, example: finding.example)
    }
  }
}

extension DecisionSpace {
  /// The last SoC at which a rule with a target and nothing after it acts, and the one next to it.
  func edge(ofRule index: Int) -> (edge: Int, beyond: Int)? {
    let action = schedule.rules[index].action
    guard action.target != nil, action.then.isEmpty, let own = rules[index].branches.first?.socs else {
      return nil
    }
    if action.decision.maximumCurrent > 0 { return own.highest.flatMap { $0 < 100 ? ($0, $0 + 1) : nil } }
    return own.lowest.flatMap { $0 > 0 ? ($0, $0 - 1) : nil }
  }

  /// Whether the charger's SoC range leaves anything of a decision at one SoC.
  func lets(_ decision: Decision, at soc: Int) -> Bool {
    let applied = subject.applied(decision, soc: soc)
    return applied.minimumCurrent != 0 || applied.maximumCurrent != 0
  }
}

extension Diagnostic {
  static func overrunTarget(
    _ target: Double, at range: SourceRange, taker: SourceRange, goesOn: Bool, decision: String,
    rises: Bool, hasDeadline: Bool, example: String
  ) -> Diagnostic {
    let percent = QuantityText.number(target) + "%"
    let direction = rises ? "charging" : "discharging"
    return Diagnostic(
      .overrunTarget,
      goesOn
        ? "at \(percent) a later rule goes on \(direction)"
        : "at \(percent) a later rule may turn back, after which this one starts again", at: range,
      labels: [Label(taker, "this one decides `\(decision)` at \(example)")],
      notes: [
        hasDeadline
          ? "`then` would decide on all days and at all times, not only before the deadline: let the later rule end at "
            + "\(percent), or accept this with `allow overrun-target`."
          : "`then` says what follows, as in `to \(percent) then idle`."
      ])
  }
}
