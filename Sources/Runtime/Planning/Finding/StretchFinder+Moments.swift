import ScheduleLang

// What happens at a moment.
extension StretchFinder {
  /// What there is to go by at a moment.
  struct Scene {
    let moment: Moment
    var readings: ExpectedReadings
    let memory: ConditionMemory
    /// What the site's limit leaves, in amperes.
    let limit: Int
    /// What the house takes out of a car that feeds it, in amperes.
    let drain: Double
    /// What it takes beside the sun, as far as that can be counted on, in amperes.
    let need: Double
  }

  /// All that tells one piece of time from another, but for its price.
  struct PieceFacts: Hashable {
    /// Whether each guard that asks for the time holds, and whether each other deadline takes the time.
    var truths: [Truth]
    /// What conditions may ask for, at no SoC.
    var readings: ExpectedReadings
    var limit: Int
    var drain: Double
    var need: Double
    /// Whether there may be sun for a rule that follows it.
    var mayFollow: Bool
    /// What conditions come to that ask what has gone through the charger.
    var counted: [Bool]
  }

  func facts(of scene: Scene) -> PieceFacts {
    var truths: [Truth] = []
    for item in guards {
      switch item.kind {
      case .during, .on:
        truths.append(
          schedule.truth(of: item, at: scene.moment, readings: Readings(), memory: scene.memory))
      case .when(_, let held):
        guard let held else { continue }
        truths.append(
          scene.memory.heldSince[held.slot].map {
            Truth($0.adding(seconds: held.seconds) <= scene.moment.instant)
          } ?? .unknown)
      }
    }
    for other in opposed { truths.append(Truth(fights(other, at: scene.moment.instant))) }
    var readings = scene.readings
    if !asksForPrices { (readings.importPrice, readings.exportPrice) = (nil, nil) }
    return PieceFacts(
      truths: truths, readings: readings, limit: scene.limit,
      drain: outlook.asksForDrain ? scene.drain.rounded(.towardZero) : 0,
      need: feedsTheHouse ? scene.need.rounded(.towardZero) : 0,
      mayFollow: mayFollow(at: scene.moment), counted: schedule.truths(of: scene.memory.counters))
  }

  /// The first whole percent of each class of SoCs that no condition, target or clause tells apart.
  var socClasses: [Int] {
    var thresholds: [Double] = schedule.reserve.map { [$0] } ?? []
    for node in schedule.conditions {
      switch node.kind {
      case .compare(.soc, _, let threshold, _): thresholds.append(threshold)
      case .between(.soc, let low, let high, _): thresholds += [low, high]
      default: continue
      }
    }
    for rule in schedule.rules[...rule] { thresholds += rule.action.targets }
    let firsts = thresholds.flatMap { [$0.rounded(.up), $0.rounded(.down) + 1] }.filter {
      (1...100).contains($0)
    }
    return [0] + Set(firsts.map { Int($0) }).sorted()
  }

  func course(_ modes: [Course.Mode], of classes: [Int], on scale: ProgressScale) -> Course {
    var byPercent: [Course.Mode] = []
    for (index, first) in classes.enumerated() {
      let end = index + 1 < classes.count ? classes[index + 1] : 101
      byPercent += Array(repeating: modes[index], count: end - first)
    }
    return Course(scale: scale, battery: battery) { byPercent[min(max($0, 0), 100)] }
  }

  func mode(in scene: Scene) -> Course.Mode {
    for index in 0..<rule {
      switch above(index, in: scene) {
      case .aside: continue
      case .decides(let mode): return mode
      }
    }
    let own = schedule.rules[rule]
    guard own.action.pending(at: scene.readings.soc) == action, holds(own.guards, in: scene) == .yes else {
      return .still
    }
    // Without the sun there is nothing to follow.
    guard mayFollow(at: scene.moment) else { return .still }
    let current = left(of: action.decision, in: scene)
    return current == 0 ? .still : .free(current)
  }

  private enum Verdict {
    /// The rule lets those below it decide.
    case aside
    case decides(Course.Mode)
  }

  /// Whether there may be something for the rule to follow, if it follows the sun.
  private func mayFollow(at moment: Moment) -> Bool {
    !action.decision.action.follows || !action.rises || HomeProfile.sunMayShine(at: moment.local)
  }

  /// Whether the rule gives no more than the house takes.
  var feedsTheHouse: Bool { action.decision.action.follows && !action.rises }

  /// What a rule above makes of the moment.
  private func above(_ index: Int, in scene: Scene) -> Verdict {
    let truth = holds(schedule.rules[index].guards, in: scene)
    guard truth != .no else { return .aside }
    guard let other = schedule.rules[index].action.pending(at: scene.readings.soc) else {
      // What moves the SoC off a target that has just been reached has that rule begin again.
      return truth == .yes && holdsTarget(schedule.rules[index].action, in: scene)
        ? .decides(.still) : .aside
    }
    if other.deadline != nil,
      other.rises == action.rises || !fights(other, at: scene.moment.instant)
    {
      return .aside
    }
    let current = current(of: other.decision, in: scene)
    let helps = current != 0 && (current > 0) == action.rises
    // What may help counts as no more than what the rule could do itself.
    if truth == .unknown, helps { return .aside }
    return .decides(current == 0 ? .still : .forced(current, isCertain: truth == .yes))
  }

  /// Whether `other` has just brought the SoC to its target, for a deadline that is still to come.
  private func holdsTarget(_ other: Action, in scene: Scene) -> Bool {
    other.parts.contains { part in
      guard let target = part.target, part.deadline != nil, part.rises != action.rises else { return false }
      let edge = part.rises ? target.rounded(.up) : target.rounded(.down)
      return scene.readings.soc == Int(edge) && fights(part, at: scene.moment.instant)
    }
  }

  /// Whether `other`, which moves the SoC the other way by a deadline of its own, takes `instant`.
  ///
  /// Its plan is its own affair: until a deadline that comes first it is taken to act whenever it may, before a later one as
  /// late as it can.
  private func fights(_ other: Action, at instant: Instant) -> Bool {
    guard let target = other.target,
      let due = other.deadline?.next(after: instant, on: outlook.clocks.site)
    else {
      return false
    }
    guard due > deadline, let aim = action.target else { return true }
    let seconds = battery.seconds(
      from: Percent(aim), to: Percent(target), setPoint: other.current)
    guard let seconds, seconds < 1e7 else { return true }
    let late = seconds * (1 + outlook.margin.value / 100) + 120
    return instant >= due.adding(seconds: -Int(late))
  }

  /// The current that a rule above comes to, charging positive; 0 where the sun decides.
  private func current(of decision: Decision, in scene: Scene) -> Int {
    let decision = clipped(decision, in: scene)
    let smallest = battery.current.lowerBound
    switch decision.action {
    case .charge: return decision.maximumCurrent >= smallest ? decision.maximumCurrent : 0
    case .discharge: return -decision.minimumCurrent >= smallest ? decision.minimumCurrent : 0
    case .followHouse, .followBoth:
      let most = -decision.minimumCurrent
      let drain = min(
        max(Int(scene.drain), decision.action == .followHouse ? -decision.maximumCurrent : 0), most)
      return drain >= smallest ? -drain : 0
    case .idle, .followSun, .handOver: return 0
    }
  }

  /// What clauses and the site's limit leave of the rule's own decision, charging positive.
  private func left(of decision: Decision, in scene: Scene) -> Int {
    let clipped = clipped(decision, in: scene)
    // What follows the house instead moves less than can be counted on.
    guard clipped.action.follows == decision.action.follows else { return 0 }
    let current = min(action.rises ? clipped.maximumCurrent : -clipped.minimumCurrent, scene.limit)
    let smallest = max(1, battery.current.lowerBound)
    guard current >= smallest else { return 0 }
    guard !action.rises else { return current }
    // A house that takes less on average takes more at times.
    return -(feedsTheHouse ? min(current, max(Int(scene.need), -clipped.maximumCurrent, smallest)) : current)
  }

  private func clipped(_ decision: Decision, in scene: Scene) -> Decision {
    schedule.clipped(decision, at: scene.moment, expecting: scene.readings, memory: scene.memory)
  }

  private func holds(_ guards: [Guard], in scene: Scene) -> Truth {
    schedule.truth(of: guards, at: scene.moment, expecting: scene.readings, memory: scene.memory)
  }
}
