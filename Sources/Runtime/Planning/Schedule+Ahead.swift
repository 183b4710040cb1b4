import ScheduleLang

extension Schedule {
  /// How long before its deadline a plan begins to look, in seconds: far enough for a weekend, and not so far that a car is
  /// filled weeks before it is wanted.
  private static let lead = 3 * 86_400
  /// The same where that is not enough.
  private static let longestLead = 7 * 86_400

  /// The time until the next deadline of rule number `index`, seen from an SoC; nil where there is no deadline any more.
  ///
  /// - Parameters:
  ///   - action: the part of the rule that is not at its target yet.
  ///   - previous: what was found at an earlier evaluation, which is taken over where nothing changed.
  func ahead(
    rule index: Int, _ action: Action, from soc: Percent, at moment: Moment,
    conditions: ConditionMemory, house: RecentHouse, outlook: Outlook, previous: ActingOutlook?
  ) -> ActingOutlook? {
    guard let battery = outlook.battery, let target = action.target else { return nil }
    let deadline: Instant
    if let previous, previous.key.deadline > moment.instant, previous.key.action == action {
      deadline = previous.key.deadline
    } else if let next = action.deadline?.next(after: moment.instant, on: outlook.clocks.site) {
      deadline = next
    } else {
      return nil
    }
    let key = ActingOutlook.Key(
      action: action, deadline: deadline, prices: outlook.fingerprint,
      house: outlook.asksForHouse ? house.version : 0,
      heldSince: holdSlots > 0 ? conditions.heldSince : [], counted: truths(of: conditions.counters))
    let scale = ProgressScale(
      rises: action.rises, from: farthest(from: soc, before: index, action),
      aim: battery.aim(of: action, target: target))
    let progress = scale.progress(at: soc)
    if let previous, previous.key == key, previous.domain.contains(progress) { return previous }
    let finder = StretchFinder(
      schedule: self, rule: index, action: action, deadline: deadline, conditions: conditions,
      house: house, outlook: outlook, battery: battery)
    var lead = Self.lead
    while true {
      let start = max(moment.instant, deadline.adding(seconds: -lead))
      let ahead = finder.ahead(
        from: start, isNow: start == moment.instant, scale: scale, progress: progress, key: key)
      guard start > moment.instant, lead < Self.longestLead,
        ahead.stretches.isEmpty
          || !ahead.isReachable(from: ahead.scale.position(of: progress), at: start, without: 0)
      else { return ahead }
      lead = Self.longestLead
    }
  }
}

extension Schedule {
  /// Where the SoC may come to from `soc`: as far off as a rule above means to bring it by a deadline of its own.
  private func farthest(from soc: Percent, before index: Int, _ action: Action) -> Percent {
    let targets = rules[..<index].flatMap(\.action.parts).filter {
      $0.deadline != nil && $0.rises != action.rises
    }.compactMap(\.target)
    let all = [soc.value] + targets
    return Percent((action.rises ? all.min() : all.max()) ?? soc.value)
  }
}

extension StretchFinder {
  /// The time from `start`, which may be now, to the deadline, with an aim that is no farther than one can come from `progress` at all.
  fileprivate func ahead(
    from start: Instant, isNow: Bool, scale: ProgressScale, progress: Double, key: ActingOutlook.Key
  ) -> ActingOutlook {
    let stretches = stretches(from: start, scale: scale)
    let isOpen = (0..<scale.last).map { cell in stretches.contains { $0.course.rises(at: cell) } }
    let place = min(Int(scale.position(of: progress)), scale.last - 1)
    let end = isOpen[place...].firstIndex(of: false) ?? scale.last
    // What happens changes at whole percents, wherever the nodes lie.
    let wall = end < scale.last ? scale.edge(ofCell: end) : scale.aim
    guard end > place, wall > progress else {
      // Here nothing is to be done.
      let near = ProgressScale(
        rises: scale.rises, from: scale.soc(at: progress), aim: scale.soc(at: progress))
      return ActingOutlook(
        key: key, scale: near, domain: progress...max(progress, scale.node(place + 1)), stretches: [],
        isBlocked: isNow)
    }
    let begin = isOpen[..<place].lastIndex(of: false).map { $0 + 1 }
    let bottom = begin.map(scale.node) ?? (scale.node(0) <= 0 ? -.infinity : scale.node(0))
    guard end < scale.last else {
      return ActingOutlook(
        key: key, scale: scale, domain: bottom...Double.infinity, stretches: stretches)
    }
    let near = ProgressScale(rises: scale.rises, from: scale.soc(at: progress), aim: scale.soc(at: wall))
    return ActingOutlook(
      key: key, scale: near, domain: max(bottom, near.node(0))...wall,
      stretches: self.stretches(from: start, scale: near))
  }
}
