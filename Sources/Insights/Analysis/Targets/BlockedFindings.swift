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
  /// By rule: where it decides itself, and certainly charges the car, or discharges it.
  private var charging: [SoCSet]
  private var discharging: [SoCSet]

  init(_ space: DecisionSpace) {
    rising = [Flow](repeating: Flow(), count: space.timetable.stretches.count)
    falling = rising
    charging = [SoCSet](repeating: .empty, count: space.rules.count)
    discharging = charging
  }

  mutating func note(_ scene: Scene, in space: DecisionSpace) {
    for region in scene.regions {
      let (low, high) = (region.decision.minimumCurrent, region.decision.maximumCurrent)
      if high > 0 { rising[scene.stretch].may |= region.may }
      if low > 0 { rising[scene.stretch].must |= region.may }
      if low < 0 { falling[scene.stretch].may |= region.may }
      if high < 0 { falling[scene.stretch].must |= region.may }
      guard let rule = region.rule else { continue }
      if low > 0 { charging[rule] |= region.may }
      if high < 0 { discharging[rule] |= region.may }
    }
  }

  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    let space = analysed.space
    return space.rules.indices.flatMap { space.pursuits(ofRule: $0) }.compactMap {
      finding(about: $0, in: space)
    }
  }

  private func finding(about pursuit: Pursuit, in space: DecisionSpace) -> Diagnostic? {
    let (index, rises) = (pursuit.rule, pursuit.rises)
    let place = space.schedule.rules[index].action.range
    var wanted = space.rules[index].guards.may & pursuit.socs & .known
    wanted &= rises ? space.socsThatCanCharge : space.socsThatCanDischarge
    // What a reserve ends is reported where the target lies below it.
    if !rises, let reserve = space.schedule.reserve { wanted -= SoCSet { Double($0) <= reserve } }
    let own = rises ? charging[index] : discharging[index]
    guard !wanted.isEmpty else { return nil }
    guard !own.isSuperset(of: wanted) else { return seasonal(pursuit, wanted, in: space) }
    var flow = Flow()
    for stretch in space.timetable.stretches(of: index) {
      let here = rises ? rising[stretch] : falling[stretch]
      flow.may |= here.may
      flow.must |= here.must
      if flow.must.isSuperset(of: wanted) { return seasonal(pursuit, wanted, in: space) }
    }
    let blocked = wanted - flow.may
    // Where nothing is left of the rule that is reported of the rule.
    guard blocked != wanted else { return nil }
    if !blocked.isEmpty {
      return .blockedTarget(
        pursuit.target, socs: blocked, at: place,
        labels: space.blockers(of: pursuit, at: blocked, following: false))
    }
    let uncertain = wanted - flow.must
    guard pursuit.deadline != nil, pursuit.isFixed, !uncertain.isEmpty else { return nil }
    let labels = space.blockers(of: pursuit, at: uncertain, following: true)
    let isClipped = labels.contains { label in space.schedule.nevers.contains { $0.range == label.range } }
    return .unassuredDeadline(
      socs: uncertain, left: wanted & flow.must, at: place, isClipped: isClipped, labels: labels)
  }
}

extension BlockedFindings {
  /// Where a clause that holds for some months blocks the way in all of them.
  private func seasonal(_ pursuit: Pursuit, _ wanted: SoCSet, in space: DecisionSpace) -> Diagnostic? {
    for (number, clause) in space.schedule.nevers.enumerated() {
      let seasons = clause.guards.compactMap { item -> DaySet? in
        guard case .on(let days) = item.kind, days.namesMonths else { return nil }
        return days
      }
      let socs = wanted & space.nevers[number].must
      guard !seasons.isEmpty, !socs.isEmpty, clause.kind.clipped(pursuit.decision, holds: .yes) == .idle
      else {
        continue
      }
      let classes = Set(
        space.timetable.classes.indices.filter { number in
          seasons.allSatisfy { $0.contains(space.timetable.classes[number].sample) }
        })
      let those = space.timetable.stretches(of: pursuit.rule).filter { stretch in
        space.timetable.stretches[stretch].occurrences.contains { classes.contains($0.dayClass) }
      }
      var may = SoCSet.empty
      for stretch in those
      where space.timetable.stretches[stretch].occurrences.allSatisfy({ classes.contains($0.dayClass) }) {
        may |= (pursuit.rises ? rising[stretch] : falling[stretch]).may
      }
      let blocked = socs - may
      guard !those.isEmpty, !blocked.isEmpty else { continue }
      return .blockedTarget(
        pursuit.target, socs: blocked, at: space.schedule.rules[pursuit.rule].action.range,
        labels: [.init(clause.range, "this takes it away, in these months")])
    }
    return nil
  }
}

extension DecisionSpace {
  /// The clauses and earlier rules that stand in the way of a rule at some SoCs.
  ///
  /// - Parameter following: whether rules that may move the car the same way are meant, or those that do not.
  fileprivate func blockers(of pursuit: Pursuit, at socs: SoCSet, following: Bool) -> [Diagnostic.Label] {
    var labels: [Diagnostic.Label] = []
    let (index, rises, own) = (pursuit.rule, pursuit.rises, pursuit.decision)
    for (number, clause) in schedule.nevers.enumerated() where !(nevers[number].may & socs).isEmpty {
      let left = clause.kind.clipped(own, holds: .yes)
      let moves = rises ? left.minimumCurrent > 0 : left.maximumCurrent < 0
      guard !moves, (left == .idle) != following else { continue }
      labels.append(
        .init(clause.range, following ? "this leaves it what may be nothing" : "this takes it away"))
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

  /// - Parameter isClipped: whether a clause is what leaves it so little, and no rule alone.
  static func unassuredDeadline(
    socs: SoCSet, left: SoCSet, at range: SourceRange, isClipped: Bool, labels: [Label]
  ) -> Diagnostic {
    let reason =
      isClipped
      ? "at \(socs) a clause leaves it what may be nothing"
      : "at \(socs) an earlier rule decides, which may move nothing"
    return Diagnostic(
      .blockedTarget,
      left.isEmpty
        ? "this deadline is nobody's to keep: \(reason)"
        : "this deadline can be kept from \(left) only: \(reason)",
      at: range, labels: labels,
      notes: [
        isClipped
          ? "What follows the house or the sun moves no more than they take or give: a deadline cannot count on it."
          : "Put the rule with the deadline first: it takes just the minutes that it needs."
      ])
  }
}
