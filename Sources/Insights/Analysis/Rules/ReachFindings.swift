import Runtime
import ScheduleLang

/// Which rules ever decide, and which of those ever move a current.
struct ReachFindings: Findings {
  /// Whether each rule decides anywhere.
  private(set) var decides: [Bool]
  /// Whether each rule's decision is ever more than nothing, after all clips.
  private(set) var acts: [Bool]
  /// Where the charger's SoC range lets it charge and discharge.
  private let canCharge: SoCSet
  private let canDischarge: SoCSet

  init(_ space: DecisionSpace) {
    decides = [Bool](repeating: false, count: space.rules.count)
    acts = decides
    (canCharge, canDischarge) = (space.socsThatCanCharge, space.socsThatCanDischarge)
  }

  mutating func note(_ scene: Scene, in space: DecisionSpace) {
    for region in scene.regions {
      guard let rule = region.rule else { continue }
      decides[rule] = true
      if region.decision.maximumCurrent > 0, !(region.may & canCharge).isEmpty { acts[rule] = true }
      if region.decision.minimumCurrent < 0, !(region.may & canDischarge).isEmpty { acts[rule] = true }
    }
  }

  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    let space = analysed.space
    var found: [Diagnostic] = []
    for index in space.rules.indices {
      let rule = space.schedule.rules[index]
      if rule.guards.contains(where: { $0.isPast(on: analysed.today) }) {
        found.append(.pastRule(at: rule.range, isClause: false))
      } else if rule.action.hasPastDeadline(on: analysed.today) {
        found.append(.pastDeadline(at: rule.range))
      } else if rule.action.optimisation?.targets.contains(where: { $0.deadline.isPast(on: analysed.today) })
        ?? false
      {
        found.append(.pastTarget(at: rule.range))
      } else if !decides[index] {
        // That the tariff has no such price is reported already.
        if space.schedule.asksForMissingPrice(rule) { continue }
        found.append(unreachable(index, in: space))
      } else if !acts[index],
        space.rules[index].branches.contains(where: {
          $0.decision.maximumCurrent > 0 || $0.decision.minimumCurrent < 0
        })
      {
        found.append(powerless(index, in: space))
      }
    }
    for clause in space.schedule.nevers where clause.guards.contains(where: { $0.isPast(on: analysed.today) })
    {
      found.append(.pastRule(at: clause.range, isClause: true))
    }
    return found
  }

  /// More stretches than these add nothing to what can be told about one rule.
  private static let stretchesLookedAt = 4

  private func unreachable(_ index: Int, in space: DecisionSpace) -> Diagnostic {
    let rule = space.schedule.rules[index]
    let wanted = space.bounds[index].may
    var coverers: [Int] = []
    var example: String?
    let times = wanted.isEmpty ? [] : space.timetable.times(of: index, atMost: Self.stretchesLookedAt)
    for time in times {
      let stretch = space.timetable.stretches[time.stretch]
      var rest = wanted
      for earlier in 0..<index where stretch.allows(earlier) {
        guard !rest.isEmpty else { break }
        let taken = space.bounds[earlier].may & rest
        guard !taken.isEmpty else { continue }
        if !coverers.contains(earlier) { coverers.append(earlier) }
        if example == nil { example = space.text(of: time.occurrence, soc: taken.first ?? nil) }
        rest -= space.bounds[earlier].must
      }
    }
    guard !times.isEmpty else { return .contradictoryRule(at: rule.range, guards: rule.guards.map(\.range)) }
    return .unreachableRule(
      at: rule.range, coveredBy: coverers.sorted().map { space.schedule.rules[$0].range }, example: example)
  }

  private func powerless(_ index: Int, in space: DecisionSpace) -> Diagnostic {
    let rule = space.schedule.rules[index]
    var labels: [SourceRange] = []
    let wants = space.rules[index].branches.map(\.decision)
    for clause in space.schedule.nevers
    where wants.contains(where: { clause.kind.clipped($0, holds: .yes) != $0 }) {
      labels.append(clause.range)
    }
    if let reserve = space.schedule.reserveRange, wants.contains(where: { $0.minimumCurrent < 0 }) {
      labels.append(reserve)
    }
    let range = space.subject.site.chargerSoC
    let socs = (space.rules[index].guards.may & space.rules[index].wanted) & .known
    return .powerlessRule(
      at: rule.range, clauses: labels, charger: space.subject.site.charger.range, socRange: range, socs: socs,
      sources: space.subject.sources.count)
  }
}

extension Schedule {
  /// Whether a condition of `rule` compares a price that the site's tariff never has.
  fileprivate func asksForMissingPrice(_ rule: Rule) -> Bool {
    rule.guards.contains { item in
      guard case .when(let root, _) = item.kind else { return false }
      return asksForMissingPrice(root)
    }
  }

  private func asksForMissingPrice(_ node: Int) -> Bool {
    switch conditions[node].kind {
    case .compare(.importPrice, _, _, _): importTariff?.gives(.importPrice) == false
    case .compare(.exportPrice, _, _, _): exportTariff?.gives(.exportPrice) == false
    case .not(let operand): asksForMissingPrice(operand)
    case .and(let left, let right), .or(let left, let right):
      asksForMissingPrice(left) || asksForMissingPrice(right)
    case .compare, .between, .unknown, .pluggedIn, .unplugged, .input: false
    }
  }
}

extension Action {
  /// Whether the action, or one that follows it, was to be done before `today`.
  fileprivate func hasPastDeadline(on today: CivilDate) -> Bool {
    if let deadline, deadline.isPast(on: today) { return true }
    return then.contains { $0.hasPastDeadline(on: today) }
  }
}

extension Deadline {
  /// Whether it is on days that lie before `today`.
  fileprivate func isPast(on today: CivilDate) -> Bool {
    date.map { $0 < today } ?? days?.isPast(on: today) ?? false
  }
}
