import ScheduleLang

/// A rule for some months, or some days of the week, which it names in a guard, behind its hours or behind its deadline.
struct SeasonPart {
  var days: DaySet
  var action: ActionKind
  /// The guards of the clock without these days.
  var hours: [Guard.Kind]
  /// The minute of the deadline that the days stand behind.
  var deadline: Int?
  /// Where the days are written.
  var range: SourceRange
  /// Where the rule is.
  var rule: SourceRange

  /// The parts that `rule` is, one for each place where it names days.
  static func parts(of rule: Rule) -> [SeasonPart] {
    var parts: [SeasonPart] = []
    func add(_ days: DaySet, _ guards: [Guard], deadline: Int? = nil, range: SourceRange) {
      parts.append(
        SeasonPart(
          days: days, action: rule.action.decision.action, hours: hours(of: guards), deadline: deadline,
          range: range, rule: rule.range))
    }
    for (position, item) in rule.guards.enumerated() {
      var others = rule.guards
      switch item.kind {
      case .on(let days) where days.isCyclic:
        others.remove(at: position)
        add(days, others, range: item.range)
      case .during(let windows):
        guard let days = windows.commonDays, days.isCyclic else { continue }
        others[position].kind = .during(windows.map { Window($0.span, clock: $0.clock) })
        add(days, others, range: item.range)
      case .on, .when: continue
      }
    }
    if let deadline = rule.action.deadline, let days = deadline.days, days.isCyclic {
      add(days, rule.guards, deadline: deadline.minute, range: rule.action.range)
    }
    for target in rule.action.optimisation?.targets ?? [] {
      guard let days = target.deadline.days, days.isCyclic else { continue }
      add(days, rule.guards, deadline: target.deadline.minute, range: rule.action.range)
    }
    return parts
  }

  /// What `guards` ask of the clock.
  static func hours(of guards: [Guard]) -> [Guard.Kind] {
    guards.map(\.kind).filter {
      if case .when = $0 { return false }
      return true
    }
  }

  /// Whether neither has days behind its deadline, or both have: by month at any time, by weekday at the same.
  func isDue(like other: SeasonPart) -> Bool {
    if days.namesMonths, other.days.namesMonths, action == other.action {
      return (deadline == nil) == (other.deadline == nil)
    }
    return deadline == other.deadline
  }
}

extension [Window] {
  /// The days on which each of the windows starts, where they are the same for all.
  fileprivate var commonDays: DaySet? {
    guard let days = first?.days, allSatisfy({ $0.days == days }) else { return nil }
    return days
  }
}
