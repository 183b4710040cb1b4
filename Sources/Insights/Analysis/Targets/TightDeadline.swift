import Runtime
import ScheduleLang

// Deadlines that come too soon after the time of their rules begins.
extension AnalysedSchedule {
  /// One day of so many that is too short is the first of a season.
  private static let rarity = 20

  /// A deadline that the guards of its rule leave too little time for.
  func deadlineFinding(_ pursuit: Pursuit) -> Diagnostic? {
    let rule = schedule.rules[pursuit.rule]
    guard let battery = BatteryModel(site: subject.site), let deadline = pursuit.deadline else { return nil }
    let (target, rises, full) = (pursuit.target, pursuit.rises, pursuit.current.value.magnitude)
    let applies = space.rules[pursuit.rule].guards.may & pursuit.socs
    guard let low = applies.lowest, let high = applies.highest else { return nil }
    let taken = space.guardsTaking(pursuit, socs: applies & .known)
    func reach(_ spans: [DeadlineReach.Span]) -> DeadlineReach {
      DeadlineReach(target: target, spans: spans, voltage: subject.site.voltage, battery: battery.capacity)
    }
    func stretches(_ caps: [CurrentCap]) -> [(day: CivilDate, reach: DeadlineReach)] {
      spans(before: deadline, guards: rule.guards, taken: taken, caps: caps, full: Int(full)).map {
        ($0.day, reach($0.spans))
      }
    }
    let caps = space.caps(pursuit, socs: applies & .known)
    guard let certain = stretches(caps).max(by: { $0.reach.energy < $1.reach.energy })?.reach else {
      return nil
    }

    // The SoC is rounded down: at `high` it may already be almost one more.
    let nearest = rises ? min(target, Double(high) + 1) : max(target, Double(low))
    if certain.minutes == 0 || abs(target - nearest) > certain.gain {
      return .impossibleTarget(certain, from: nearest, at: rule.action.range)
    }
    let dark = rises ? darkCap(below: Int(full)) : nil
    let all =
      dark.map { cap in stretches((caps + [cap]).sorted { $0.current < $1.current }) } ?? stretches(caps)
    guard let most = all.max(by: { $0.reach.energy < $1.reach.energy })?.reach else { return nil }
    let range = subject.site.chargerSoC
    let farthest = rises ? max(low, range.lowerBound) : min(high, range.upperBound)
    let aim = rises ? min(target, Double(range.upperBound)) : max(target, Double(range.lowerBound))
    func isMet(from soc: Int, within reach: DeadlineReach) -> Bool {
      let end = battery.soc(from: Percent(Double(soc)), after: reach.spans, rises: rises).value
      return rises ? end >= aim - 1e-6 : end <= aim + 1e-6
    }
    let candidates = rises ? Array(low...high) : Array((low...high).reversed())
    guard isMet(from: farthest, within: most) else {
      let first = candidates.first { isMet(from: $0, within: most) }
      return .tightDeadline(most, from: first, rises: rises, at: rule.action.range)
    }
    // A day that the rule names is a deadline that its owner counts on.
    let own = all.filter { $0.reach.minutes > 0 && rule.guards.allow($0.day) }
    guard rule.guards.contains(where: \.namesDays), deadline.date == nil,
      let least = own.min(by: { $0.reach.energy < $1.reach.energy }),
      !isMet(from: farthest, within: least.reach)
    else { return nil }
    // The first day of a season is no habit of anybody's.
    let short = own.filter { !isMet(from: farthest, within: $0.reach) }
    guard short.count * Self.rarity > own.count else { return nil }
    let first = candidates.first { isMet(from: $0, within: least.reach) }
    return .shortDay(
      least.reach, on: least.day, from: first, rises: rises, at: rule.action.range,
      days: rule.guards.first(where: \.namesDays)?.range)
  }

  /// Before the sun rises all that a charge may have is what may be imported.
  private func darkCap(below full: Int) -> CurrentCap? {
    guard let limit = subject.site.importLimit, subject.site.voltage.value > 0 else { return nil }
    let most = Int(min(max(limit.value / subject.site.voltage.value + 1e-9, 0), 10_000))
    let night = Guard(.during([Window(.daily(start: 23 * 60, end: 4 * 60))]), range: schedule.range)
    return most < full ? CurrentCap(current: most, guards: [night]) : nil
  }

  /// The minutes that guards of the clock leave before each occurrence of a deadline within a year, counted from the
  /// one before it.
  ///
  /// - Parameters:
  ///   - taken: lists of guards in whose times something else decides.
  ///   - caps: when less than the `full` current is to be had, the lowest first.
  private func spans(
    before deadline: Deadline, guards: [Guard], taken: [[Guard]], caps: [CurrentCap], full: Int
  ) -> [(day: CivilDate, spans: [DeadlineReach.Span])] {
    let date = deadline.date?.adding(days: deadline.wall.days)
    // One of today may be past already.
    if let date, date <= today { return [] }
    let first = date.map { max(today, $0.adding(days: -366)) } ?? today
    var found: [(day: CivilDate, spans: [DeadlineReach.Span])] = []
    var sinceLast: [DeadlineReach.Span] = []
    // Of the first occurrence a part of the time may lie before today.
    var isWhole = deadline.date != nil
    for day in (0...366).map({ first.adding(days: $0) }) {
      let shifts = subject.clocks.shifts(on: day)
      func minutes(_ guards: [Guard], countsRanked: Bool) -> MinuteSet {
        guards.reduce(MinuteSet.wholeDay) {
          $0.intersection($1.minutes(on: day, shifts: shifts, countsRanked: countsRanked))
        }
      }
      let free = taken.reduce(minutes(guards, countsRanked: true)) {
        $0.intersection(minutes($1, countsRanked: false).complement)
      }
      func spans(_ part: Range<Int>) -> [DeadlineReach.Span] {
        CurrentCap.spans(of: free.intersection(MinuteSet([part])), caps, full: full) {
          minutes($0.guards, countsRanked: false)
        }
      }
      guard deadline.isDue(on: day) else {
        sinceLast = sinceLast.adding(spans(0..<1440))
        continue
      }
      if isWhole { found.append((day, sinceLast.adding(spans(0..<deadline.wall.minute)))) }
      isWhole = true
      sinceLast = spans(deadline.wall.minute..<1440)
    }
    return found.contains { $0.spans.contains { $0.minutes > 0 } } || deadline.date != nil ? found : []
  }
}

extension DecisionSpace {
  /// The guards of earlier rules and clauses that, while the clock lets them hold, leave what is pursued nothing at
  /// `socs` and do not move the car as it would.
  fileprivate func guardsTaking(_ own: Pursuit, socs: SoCSet) -> [[Guard]] {
    var taken: [[Guard]] = []
    for earlier in 0..<own.rule where bounds[earlier].must.isSuperset(of: socs) {
      let decisions = rules[earlier].branches.filter { !($0.socs & socs).isEmpty }.map(\.decision)
      let helps = decisions.contains { own.rises ? $0.maximumCurrent > 0 : $0.minimumCurrent < 0 }
      if !helps { taken.append(schedule.rules[earlier].guards) }
    }
    for (number, clause) in schedule.nevers.enumerated()
    where nevers[number].must.isSuperset(of: socs)
      && clause.kind.clipped(own.decision, holds: .yes) == .idle
    {
      taken.append(clause.guards)
    }
    return taken
  }

  /// The clauses that, while the clock lets them hold, leave what is pursued less than its current at all of `socs`.
  fileprivate func caps(_ own: Pursuit, socs: SoCSet) -> [CurrentCap] {
    func most(_ decision: Decision) -> Int {
      Int((own.rises ? decision.maximumCurrent : decision.minimumCurrent).magnitude)
    }
    var caps: [CurrentCap] = []
    for (number, clause) in schedule.nevers.enumerated() where nevers[number].must.isSuperset(of: socs) {
      let left = most(clause.kind.clipped(own.decision, holds: .yes))
      if left > 0, left < most(own.decision) { caps.append(CurrentCap(current: left, guards: clause.guards)) }
    }
    return caps.sorted { $0.current < $1.current }
  }
}

extension Guard {
  /// Whether it asks for calendar days.
  fileprivate var namesDays: Bool {
    if case .on = kind { return true }
    return false
  }
}
