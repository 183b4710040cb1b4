import Runtime
import ScheduleLang

/// Targets on whose way there is an SoC at which nothing moves the car towards them.
struct BlockedFindings: Findings {
  /// Where power may flow in one direction, and where it certainly does.
  private struct Flow {
    var may = SoCSet.empty
    var must = SoCSet.empty
  }

  /// By stretch, over all cases of the facts.
  private var rising: [Flow]
  private var falling: [Flow]
  /// By rule: where it decides itself, and certainly moves the car.
  private var own: [SoCSet]

  init(_ space: DecisionSpace) {
    rising = [Flow](repeating: Flow(), count: space.timetable.stretches.count)
    falling = rising
    own = [SoCSet](repeating: .empty, count: space.rules.count)
  }

  mutating func note(_ scene: Scene, in space: DecisionSpace) {
    for region in scene.regions {
      let (low, high) = (region.decision.minimumCurrent, region.decision.maximumCurrent)
      if high > 0 { rising[scene.stretch].may |= region.may }
      if low > 0 { rising[scene.stretch].must |= region.may }
      if low < 0 { falling[scene.stretch].may |= region.may }
      if high < 0 { falling[scene.stretch].must |= region.may }
      if let rule = region.rule, low > 0 || high < 0 { own[rule] |= region.may }
    }
  }

  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    let space = analysed.space
    return space.rules.indices.compactMap { finding(about: $0, in: space) }
  }

  private func finding(about index: Int, in space: DecisionSpace) -> Diagnostic? {
    let action = space.schedule.rules[index].action
    guard let target = action.target, let branch = space.rules[index].branches.first else { return nil }
    let rises = action.rises
    var wanted = space.rules[index].guards.may & branch.socs & .known
    wanted &= rises ? space.socsThatCanCharge : space.socsThatCanDischarge
    // What a reserve ends is reported where the target lies below it.
    if !rises, let reserve = space.schedule.reserve { wanted -= SoCSet { Double($0) <= reserve } }
    guard !wanted.isEmpty, !own[index].isSuperset(of: wanted) else { return nil }
    var flow = Flow()
    for stretch in space.timetable.stretches(of: index) {
      let here = rises ? rising[stretch] : falling[stretch]
      flow.may |= here.may
      flow.must |= here.must
      if flow.must.isSuperset(of: wanted) { return nil }
    }
    let blocked = wanted - flow.may
    // Where nothing is left of the rule that is reported of the rule.
    guard blocked != wanted else { return nil }
    if !blocked.isEmpty {
      return .blockedTarget(
        target, socs: blocked, at: action.range,
        labels: space.blockers(of: index, at: blocked, rises: rises, following: false))
    }
    let isFixed = rises ? branch.decision.minimumCurrent > 0 : branch.decision.maximumCurrent < 0
    let uncertain = wanted - flow.must
    guard action.deadline != nil, isFixed, !uncertain.isEmpty else { return nil }
    return .unassuredDeadline(
      socs: uncertain, left: wanted & flow.must, at: action.range,
      labels: space.blockers(of: index, at: uncertain, rises: rises, following: true))
  }
}

extension DecisionSpace {
  /// The clauses and earlier rules that stand in the way of a rule at some SoCs.
  ///
  /// - Parameter following: whether rules that may move the car the same way are meant, or those that do not.
  fileprivate func blockers(of index: Int, at socs: SoCSet, rises: Bool, following: Bool) -> [Diagnostic
    .Label]
  {
    var labels: [Diagnostic.Label] = []
    let own = schedule.rules[index].action.decision
    if !following {
      for (number, clause) in schedule.nevers.enumerated()
      where clause.kind.clipped(own, holds: .yes) == .idle && !(nevers[number].may & socs).isEmpty {
        labels.append(.init(clause.range, "this takes it away"))
      }
    }
    for earlier in 0..<index where !(bounds[earlier].may & socs).isEmpty {
      let meets = rules[earlier].branches.filter { !($0.socs & socs).isEmpty }.map(\.decision)
      let helps = meets.contains { rises ? $0.maximumCurrent > 0 : $0.minimumCurrent < 0 }
      if helps == following { labels.append(.init(schedule.rules[earlier].range, "this decides there")) }
    }
    return Array(labels.prefix(3))
  }
}

extension Diagnostic {
  static func blockedTarget(_ target: Double, socs: SoCSet, at range: SourceRange, labels: [Label])
    -> Diagnostic
  {
    Diagnostic(
      .blockedTarget,
      "the way to \(QuantityText.number(target))% is blocked: at \(socs) nothing moves the car towards it",
      at: range, labels: labels)
  }

  static func unassuredDeadline(socs: SoCSet, left: SoCSet, at range: SourceRange, labels: [Label])
    -> Diagnostic
  {
    Diagnostic(
      .blockedTarget,
      left.isEmpty
        ? "this deadline is nobody's to keep: at \(socs) an earlier rule decides, which may move nothing"
        : "this deadline can be kept from \(left) only: at \(socs) an earlier rule decides, which may move nothing",
      at: range, labels: labels,
      notes: ["Put the rule with the deadline first: it takes just the minutes that it needs."])
  }
}
