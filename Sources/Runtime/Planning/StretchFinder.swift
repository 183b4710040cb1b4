import ScheduleLang

/// Finds the stretches of time until a deadline and what a rule may do in each, by all that can be known ahead: the clocks,
/// prices, clauses, limits, and the rules above.
///
/// What cannot be known counts against the rule's target: a rule above that may apply does, a guard that may not hold does
/// not.
struct StretchFinder {
  let schedule: Schedule
  /// The rule, and the part of it that is not at its target yet.
  let rule: Int
  let action: Action
  let deadline: Instant
  /// What conditions remember at this evaluation.
  let conditions: ConditionMemory
  /// What the house is expected to do.
  let house: HouseExpectation
  let outlook: Outlook
  let battery: BatteryModel
  /// The guards of the rule and of all that comes before it.
  private let guards: [Guard]
  /// The parts with a deadline of rules above that may move the SoC the other way.
  private let opposed: [Action]
  private let asksForPrices: Bool

  init(
    schedule: Schedule, rule: Int, action: Action, deadline: Instant, conditions: ConditionMemory,
    house: RecentHouse, outlook: Outlook, battery: BatteryModel
  ) {
    (self.schedule, self.rule, self.action, self.deadline) = (schedule, rule, action, deadline)
    (self.conditions, self.outlook, self.battery) = (conditions, outlook, battery)
    self.house = HouseExpectation(outlook: outlook, recent: house)
    guards = schedule.rules[...rule].flatMap(\.guards) + schedule.nevers.flatMap(\.guards)
    opposed = schedule.rules[..<rule].flatMap(\.action.parts).filter {
      $0.deadline != nil && $0.rises != action.rises
    }
    asksForPrices = schedule.conditions.contains { node in
      switch node.kind {
      case .compare(let reading, _, _, _), .between(let reading, _, _, _), .unknown(let reading):
        reading == .importPrice || reading == .exportPrice
      default: false
      }
    }
  }

  /// No longer than this many seconds may a stretch be in which other rules move the SoC.
  private static let longestForced = 1800

  /// The stretches from `start` to the deadline, their courses on `scale`.
  func stretches(from start: Instant, scale: ProgressScale) -> [AheadStretch] {
    let range = start..<max(start, deadline)
    var later = conditions
    let pieces = pieces(in: range, memory: &later)
    let classes = socClasses
    var courses: [[Course.Mode]: Course] = [:]
    // Most pieces are alike: what can differ between them is cheaper to find than what follows from it.
    var known: [PieceFacts: Course] = [:]
    var found: [(time: Range<Instant>, price: Double?, course: Course)] = []
    for piece in pieces {
      let there = outlook.clocks.moment(at: piece.lowerBound)
      later.ranked.update(at: there, outlook: outlook)
      let prices = (
        outlook.imports.expected(at: there, outlook), outlook.exports.expected(at: there, outlook)
      )
      var scene = Scene(
        moment: there,
        readings: house.readings(at: there, importPrice: prices.0, exportPrice: prices.1),
        memory: later, limit: house.limit(at: there, charging: action.rises),
        drain: house.home(at: there).mean / outlook.voltage.value)
      let facts = facts(of: scene)
      let course: Course
      if let same = known[facts] {
        course = same
      } else {
        let modes = classes.map { soc in
          scene.readings.soc = soc
          return mode(in: scene)
        }
        course = courses[modes] ?? self.course(modes, of: classes, on: scale)
        (courses[modes], known[facts]) = (course, course)
      }
      let price = action.rises ? prices.0?.value : prices.1.map { -$0.value }
      if let last = found.last, last.course === course, last.price == price {
        found[found.count - 1].time = last.time.lowerBound..<piece.upperBound
      } else {
        found.append((piece, price, course))
      }
    }
    let priced = found.map { (time: $0.time, price: $0.price) }
    let guess = UnknownPrices(priced, publishedUntil: outlook.publishedEnd(isImport: action.rises))
    return found.flatMap { stretch in
      Self.parts(of: stretch.time, isForced: stretch.course.isForced).map {
        AheadStretch(time: $0, price: stretch.price ?? guess.price(at: $0), course: stretch.course)
      }
    }
  }

  private static func parts(of time: Range<Instant>, isForced: Bool) -> [Range<Instant>] {
    guard isForced else { return [time] }
    var parts: [Range<Instant>] = []
    var start = time.lowerBound
    while start < time.upperBound {
      let end = min(start.adding(seconds: longestForced), time.upperBound)
      parts.append(start..<end)
      start = end
    }
    return parts
  }

  // MARK: What happens at a moment

  private struct Scene {
    let moment: Moment
    var readings: ExpectedReadings
    let memory: ConditionMemory
    /// What the site's limit leaves, in amperes.
    let limit: Int
    /// What the house takes out of a car that feeds it, in amperes.
    let drain: Double
  }

  /// All that tells one piece of time from another, but for its price.
  private struct PieceFacts: Hashable {
    /// Whether each guard that asks for the time holds, and whether each other deadline takes the time.
    var truths: [Truth]
    /// What conditions may ask for, at no SoC.
    var readings: ExpectedReadings
    var limit: Int
    var drain: Double
    /// Whether there may be sun for a rule that follows it.
    var mayFollow: Bool
  }

  private func facts(of scene: Scene) -> PieceFacts {
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
      mayFollow: mayFollow(at: scene.moment))
  }

  /// The first whole percent of each class of SoCs that no condition, target or clause tells apart.
  private var socClasses: [Int] {
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

  private func course(_ modes: [Course.Mode], of classes: [Int], on scale: ProgressScale) -> Course {
    var byPercent: [Course.Mode] = []
    for (index, first) in classes.enumerated() {
      let end = index + 1 < classes.count ? classes[index + 1] : 101
      byPercent += Array(repeating: modes[index], count: end - first)
    }
    return Course(scale: scale, battery: battery) { byPercent[min(max($0, 0), 100)] }
  }

  private func mode(in scene: Scene) -> Course.Mode {
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

  /// What a rule above makes of the moment.
  private func above(_ index: Int, in scene: Scene) -> Verdict {
    let truth = holds(schedule.rules[index].guards, in: scene)
    guard truth != .no, let other = schedule.rules[index].action.pending(at: scene.readings.soc)
    else { return .aside }
    if other.deadline != nil,
      other.rises == action.rises || !fights(other, at: scene.moment.instant)
    {
      return .aside
    }
    let current = current(of: other.decision, in: scene)
    let helps = current != 0 && (current > 0) == action.rises
    // What may help counts as no more than what the rule could do itself.
    if truth == .unknown, helps { return .aside }
    return .decides(current == 0 ? .still : .forced(current))
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
    guard due > deadline, let goal = action.target else { return true }
    let seconds = battery.seconds(
      from: Percent(goal), to: Percent(target), setCurrent: other.current)
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
    case .idle, .followSun: return 0
    }
  }

  /// What clauses and the site's limit leave of the rule's own decision, charging positive.
  private func left(of decision: Decision, in scene: Scene) -> Int {
    let clipped = clipped(decision, in: scene)
    // What follows the house instead moves less than can be counted on.
    guard clipped.action.follows == decision.action.follows else { return 0 }
    let current = min(action.rises ? clipped.maximumCurrent : -clipped.minimumCurrent, scene.limit)
    guard current >= max(1, battery.current.lowerBound) else { return 0 }
    return action.rises ? current : -current
  }

  private func clipped(_ decision: Decision, in scene: Scene) -> Decision {
    schedule.clipped(decision, at: scene.moment, expecting: scene.readings, memory: scene.memory)
  }

  private func holds(_ guards: [Guard], in scene: Scene) -> Truth {
    schedule.truth(of: guards, at: scene.moment, expecting: scene.readings, memory: scene.memory)
  }

  // MARK: When that may change

  /// The pieces of `range` in each of which all that is asked stays the same.
  private func pieces(in range: Range<Instant>, memory: inout ConditionMemory) -> [Range<Instant>] {
    var edges = ClockEdges(clocks: outlook.clocks, range: range)
    let rules = schedule.rules[...rule]
    for item in rules.flatMap(\.guards) + schedule.nevers.flatMap(\.guards) {
      switch item.kind {
      case .during(let windows): edges.add(windows)
      case .on: edges.add(minutes: [0], clock: 0)
      case .when(_, let held):
        // A condition that is to hold for a while may come to have done so.
        if let held, let since = memory.heldSince[held.slot] {
          edges.add([since.adding(seconds: held.seconds)])
        }
      }
    }
    for other in rules.dropLast() where other.action.hasDeadline {
      edges.add(turns(of: other.action, in: range))
    }
    var step: Int?
    for side in [outlook.imports, outlook.exports] {
      edges.add(side.windows)
      edges.add(side.curve.edges(in: range))
      // What is estimated changes as often as what is known.
      if let length = side.curve.usualStep { step = min(step ?? .max, length) }
    }
    if outlook.asksForHouse {
      if let minutes = house.turningMinutes {
        edges.add(minutes: minutes, clock: 0)
      } else {
        step = min(step ?? .max, RecentHouse.slot * 60)
      }
    }
    if action.decision.action.follows, action.rises { step = min(step ?? .max, RecentHouse.slot * 60) }
    if let step { edges.add(every: step) }
    guard !outlook.rankedWindows.isEmpty else { return edges.pieces }
    for piece in edges.pieces {
      memory.ranked.update(at: outlook.clocks.moment(at: piece.lowerBound), outlook: outlook)
      edges.add(memory.ranked.edges)
    }
    return edges.pieces
  }

  /// The instants at which a rule above begins or ceases to be counted on for its deadline.
  private func turns(of other: Action, in range: Range<Instant>) -> [Instant] {
    var turns: [Instant] = []
    var now = range.lowerBound
    for _ in 0..<16 {
      guard let part = other.pursuing,
        let due = part.deadline?.next(after: now, on: outlook.clocks.site)
      else { break }
      turns.append(due)
      if let goal = action.target, let target = part.target,
        let seconds = battery.seconds(
          from: Percent(goal), to: Percent(target), setCurrent: part.current), seconds < 1e7
      {
        turns.append(due.adding(seconds: -Int(seconds * (1 + outlook.margin.value / 100) + 120)))
      }
      guard due < range.upperBound else { break }
      now = due
    }
    return turns
  }
}
