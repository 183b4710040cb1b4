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
  let guards: [Guard]
  /// The parts with a deadline of rules above that may move the SoC the other way.
  let opposed: [Action]
  let asksForPrices: Bool

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
      later.expectCounters(on: there.local.date)
      let prices = (
        outlook.imports.expected(at: there, outlook), outlook.exports.expected(at: there, outlook)
      )
      var scene = Scene(
        moment: there,
        readings: house.readings(at: there, importPrice: prices.0, exportPrice: prices.1),
        memory: later, limit: house.limit(at: there, charging: action.rises),
        drain: house.home(at: there).mean / outlook.voltage.value,
        need: feedsTheHouse ? house.grid(at: there).mean / outlook.voltage.value : 0)
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
}
