import ScheduleLang

// Targets that are not reached.
extension Analysis {
  func targetFindings(in space: DecisionSpace) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for index in space.rules.indices {
      let action = schedule.rules[index].action
      found += outsideCharger(action)
      let finding = deadlineFinding(index, in: space)
      if let finding, finding.severity == .error {
        found.append(finding)
      } else if let ending = endsBeforeTarget(index, in: space) {
        found.append(ending)
      } else if let finding {
        found.append(finding)
      }
    }
    return found
  }

  /// A target that the charger's own SoC range or the reserve keeps out of reach.
  private func outsideCharger(_ action: Action) -> [Diagnostic] {
    var found = action.then.flatMap { outsideCharger($0) }
    guard let target = action.target else { return found }
    let range = subject.site.chargerSoC
    let end = action.rises ? range.upperBound : range.lowerBound
    if action.rises ? target > Double(end) : target < Double(end) {
      found.append(
        .targetOutsideCharger(
          target, end: end, rises: action.rises, isLast: action.then.isEmpty, at: action.range,
          charger: chargerRange))
    } else if !action.rises, let reserve = schedule.reserve, target < reserve.rounded(.down) {
      found.append(
        .targetBelowReserve(target, reserve: reserve, at: action.range, clause: schedule.reserveRange))
    }
    return found
  }

  /// Where the charger is declared in one of the sources.
  private var chargerRange: SourceRange? {
    let range = subject.site.charger.range
    return range.end > range.start && subject.sources.indices.contains(range.file) ? range : nil
  }

  /// A rule whose own condition ends it before its target.
  private func endsBeforeTarget(_ index: Int, in space: DecisionSpace) -> Diagnostic? {
    let rule = space.rules[index]
    guard rule.guards.isExact, let target = schedule.rules[index].action.target,
      let first = rule.branches.first
    else { return nil }
    let applies = rule.guards.may & first.socs & .known
    guard !applies.isEmpty else { return nil }
    let rises = schedule.rules[index].action.rises
    let (reached, last) = rises ? (applies.highest, first.socs.highest) : (applies.lowest, first.socs.lowest)
    guard let reached, let last, reached != last else { return nil }
    // Past its own range another rule may carry on to the target, but then that rule says so itself.
    return .unreachedTarget(target, lastSoC: reached, rises: rises, at: schedule.rules[index].range)
  }

  // MARK: Deadlines

  private func deadlineFinding(_ index: Int, in space: DecisionSpace) -> Diagnostic? {
    let rule = schedule.rules[index]
    guard let battery = BatteryModel(site: subject.site), let deadline = rule.action.deadline,
      let target = rule.action.target
    else { return nil }
    let applies = space.rules[index].guards.may & (space.rules[index].branches.first?.socs ?? .empty)
    guard let low = applies.lowest, let high = applies.highest else { return nil }
    guard let minutes = mostMinutes(before: deadline, guards: rule.guards) else { return nil }
    let rises = rule.action.rises
    let current = Amperes(rises ? rule.action.decision.maximumCurrent : rule.action.decision.minimumCurrent)
    let reach = DeadlineReach(
      target: target, minutes: minutes, current: abs(current.value), voltage: subject.site.voltage,
      battery: battery.capacity)

    // The SoC is rounded down: at `high` it may already be almost one more.
    let nearest = rises ? min(target, Double(high) + 1) : max(target, Double(low))
    if minutes == 0 || abs(target - nearest) > reach.gain {
      return .impossibleTarget(reach, from: nearest, at: rule.action.range)
    }
    let range = subject.site.chargerSoC
    let farthest = rises ? max(low, range.lowerBound) : min(high, range.upperBound)
    let goal = Percent(rises ? min(target, Double(range.upperBound)) : max(target, Double(range.lowerBound)))
    func isMet(from soc: Int) -> Bool {
      battery.seconds(from: Percent(Double(soc)), to: goal, setCurrent: current).map {
        $0 <= Double(minutes) * 60
      } ?? false
    }
    guard !isMet(from: farthest) else { return nil }
    let candidates = rises ? Array(low...high) : Array((low...high).reversed())
    return .tightDeadline(reach, from: candidates.first(where: isMet), rises: rises, at: rule.action.range)
  }

  /// The most minutes that guards of the clock leave before one occurrence of a deadline, counted from the one
  /// before it; nil where a year shows none.
  private func mostMinutes(before deadline: Deadline, guards: [Guard]) -> Int? {
    if let date = deadline.date, date < today { return nil }
    let first = deadline.date.map { max(today, $0.adding(days: -366)) } ?? today
    var (best, sinceLast) = (0, 0)
    for day in (0...366).map({ first.adding(days: $0) }) {
      let shifts = subject.clocks.shifts(on: day)
      let minutes = guards.reduce(MinuteSet.wholeDay) {
        $0.intersection($1.minutes(on: day, shifts: shifts, countsRanked: true))
      }
      let before = minutes.intersection(MinuteSet([0..<deadline.minute])).count
      if deadline.isDue(on: day) {
        best = max(best, sinceLast + before)
        sinceLast = minutes.count - before
      } else {
        sinceLast += minutes.count
      }
    }
    return best == 0 && deadline.date == nil ? nil : best
  }
}

extension Deadline {
  fileprivate func isDue(on day: CivilDate) -> Bool { date.map { $0 == day } ?? days?.contains(day) ?? true }
}

/// What the guards of a rule with a deadline leave, without any losses.
struct DeadlineReach {
  var target: Double
  var minutes: Int
  var current: Int
  var voltage: Volts
  var battery: WattHours

  /// Energy at the full current for all the minutes.
  var energy: WattHours { WattHours(Amperes(current).power(at: voltage).value * Double(minutes) / 60) }
  /// By how many percent that moves the SoC.
  var gain: Double { energy.value / battery.value * 100 }
}

extension MinuteSet {
  /// How many minutes are in the set.
  fileprivate var count: Int { ranges.reduce(0) { $0 + $1.count } }
}

extension ClockSet {
  /// By how many minutes the other clocks are ahead of the site's at noon of a day.
  fileprivate func shifts(on day: CivilDate) -> [Int] {
    let moment = moment(local: LocalTime(date: day, minute: 720))
    return moment.others.map {
      ($0.date.dayNumber - moment.local.date.dayNumber) * 1440 + $0.minute - moment.local.minute
    }
  }
}
