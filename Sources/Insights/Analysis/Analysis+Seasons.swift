import ScheduleLang

// Rules that divide the year or the week among them and leave a part of it out.
extension Analysis {
  /// Rules of one action and the same hours that go by months, or by days of the week, where a few belong to none.
  func seasonFindings() -> [Diagnostic] {
    var groups: [(key: SeasonKey, rules: [(days: DaySet, range: SourceRange, rule: SourceRange)])] = []
    for rule in schedule.rules {
      for (position, item) in rule.guards.enumerated() {
        guard case .on(let days) = item.kind, days.isCyclic else { continue }
        let others = rule.guards.indices.filter { $0 != position }.map { rule.guards[$0] }
        let key = SeasonKey(rule, others: others)
        // A block says its days once for all rules in it.
        let member = (days, item.range, rule.range)
        if let index = groups.firstIndex(where: { $0.key == key }) {
          if !groups[index].rules.contains(where: { $0.1 == item.range }) {
            groups[index].rules.append(member)
          }
        } else {
          groups.append((key, [member]))
        }
      }
    }
    var told: Set<SourceRange> = []
    return groups.compactMap { group in
      let sets = group.rules.map(\.days)
      guard sets.count >= 2, let hole = hole(in: sets), !isFilled(group.key) else { return nil }
      let last = group.rules[group.rules.count - 1]
      guard told.insert(last.range).inserted else { return nil }
      return .seasonGap(
        from: hole.first, to: hole.last, byMonth: sets.contains(where: \.namesMonths), at: last.rule,
        days: last.range, others: group.rules.dropLast().map(\.range))
    }
  }

  /// What rules for parts of a year have in common.
  private struct SeasonKey: Equatable {
    var action: ActionKind
    var hours: [Guard.Kind]

    init(_ rule: Rule, others: [Guard]) {
      action = rule.action.decision.action
      hours = others.map(\.kind).filter {
        if case .when = $0 { return false }
        return true
      }
    }
  }

  /// Whether a rule of the same action and hours holds the whole year.
  private func isFilled(_ key: SeasonKey) -> Bool {
    schedule.rules.contains { rule in
      let names = rule.guards.contains {
        if case .on(let days) = $0.kind { return days.isCyclic }
        return false
      }
      return !names && SeasonKey(rule, others: rule.guards) == key
    }
  }

  /// The days of at most three months, or the one day of the week, that none of the sets has; nil where there is no
  /// such hole, or so wide a one that it is meant.
  private func hole(in sets: [DaySet]) -> (first: CivilDate, last: CivilDate)? {
    let byMonth = sets.allSatisfy(\.namesMonths)
    guard byMonth || sets.allSatisfy({ !$0.namesMonths && $0.isWeekly }) else { return nil }
    let days = (0..<(byMonth ? 366 : 7)).map { today.adding(days: $0) }
    let open = days.filter { day in !sets.contains { $0.contains(day) } }
    guard let first = open.first, open.count <= (byMonth ? 92 : 1) else { return nil }
    // Sets that share days are not parts of one whole.
    guard !days.contains(where: { day in sets.filter { $0.contains(day) }.count > 1 }) else { return nil }
    let run = open.prefix { $0.dayNumber - first.dayNumber <= 92 }
    return (first, run.last ?? first)
  }
}

extension DaySet {
  /// Whether it goes by months or days of the week alone.
  fileprivate var isCyclic: Bool {
    dates.isEmpty && excluded.isEmpty && members.allSatisfy(\.isCyclic) && self != .daily
  }

  /// Whether months are among what it is made of.
  var namesMonths: Bool { months != 0 || members.contains(where: \.namesMonths) }
}

extension Diagnostic {
  static func seasonGap(
    from first: CivilDate, to last: CivilDate, byMonth: Bool, at range: SourceRange, days: SourceRange,
    others: [SourceRange]
  ) -> Diagnostic {
    Diagnostic(
      .seasonGap,
      byMonth
        ? "these rules leave a hole in the year: none of them holds from \(first) to \(last)"
        : "these rules leave a hole in the week: none of them holds on \(first.weekday.name)",
      at: range, labels: (others + [days]).map { Label($0, "a part of the \(byMonth ? "year" : "week")") })
  }
}
