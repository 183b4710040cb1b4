import ScheduleLang

/// Rules that divide the year or the week among them and leave a part of it out: of the same hours by months, or by days
/// of the week, where a few belong to none.
struct SeasonFindings: Findings {
  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] { analysed.seasonFindings() }
}

extension AnalysedSchedule {
  fileprivate func seasonFindings() -> [Diagnostic] {
    let parts = schedule.rules.flatMap { SeasonPart.parts(of: $0) }
    var reported: Set<SourceRange> = []
    // Rules that do the same, then those that do what they do in other months at the same hours.
    return [false, true].flatMap { mixesActions in
      groups(of: parts, mixesActions: mixesActions).compactMap { group -> Diagnostic? in
        let last = group[group.count - 1]
        let isKnown = group.contains { reported.contains($0.range) }
        guard group.count >= 2, !(mixesActions && isKnown), !isFilled(group),
          let hole = hole(
            in: group.map(\.days),
            others: parts.filter { $0.hours == last.hours || $0.action == last.action }.map(\.days)),
          reported.insert(last.range).inserted
        else { return nil }
        return .seasonGap(
          from: hole.first, to: hole.last, byMonth: last.days.namesMonths, at: last.rule,
          days: last.range, others: group.dropLast().map(\.range))
      }
    }
  }

  /// Parts of the same hours, and of the same action or of months alone.
  private func groups(of parts: [SeasonPart], mixesActions: Bool) -> [[SeasonPart]] {
    var groups: [[SeasonPart]] = []
    for part in parts where !mixesActions || part.days.namesMonths {
      let index = groups.firstIndex { group in
        group[0].hours == part.hours && (mixesActions || group[0].action == part.action)
          && group[0].isDue(like: part)
      }
      guard let index else {
        groups.append([part])
        continue
      }
      // A block says its days once for all rules in it.
      if !groups[index].contains(where: { $0.range == part.range && $0.days == part.days }) {
        groups[index].append(part)
      }
    }
    return mixesActions ? groups.filter { Set($0.map(\.action)).count > 1 } : groups
  }

  /// Whether a rule of the same hours holds the whole year: one that does what a part does, or one that names hours too.
  private func isFilled(_ group: [SeasonPart]) -> Bool {
    let actions = Set(group.map(\.action))
    return schedule.rules.indices.contains { index in
      let rule = schedule.rules[index]
      let hours = SeasonPart.hours(of: rule.guards)
      guard SeasonPart.parts(of: rule).isEmpty, hours == group[0].hours,
        !(space.rules[index].guards.may & .known).isEmpty
      else { return false }
      return actions.contains(rule.action.decision.action) || actions.count > 1 && !hours.isEmpty
    }
  }

  /// The days of at most three months, or the one day of the week, that none of the sets has; nil where there is no
  /// such hole, or so wide a one that it is meant, or `others` fill it.
  private func hole(in sets: [DaySet], others: [DaySet]) -> (first: CivilDate, last: CivilDate)? {
    let byMonth = sets.allSatisfy(\.namesMonths)
    guard byMonth || sets.allSatisfy({ !$0.namesMonths && $0.isWeekly }) else { return nil }
    let days = (0..<(byMonth ? 366 : 7)).map { today.adding(days: $0) }
    let open = days.filter { day in !sets.contains { $0.contains(day) } }
    guard let first = open.first, open.count <= (byMonth ? 92 : 1) else { return nil }
    // Sets that share days are not parts of one whole.
    guard !days.contains(where: { day in sets.filter { $0.contains(day) }.count > 1 }),
      !open.allSatisfy({ day in others.contains { $0.contains(day) } })
    else { return nil }
    let run = open.prefix { $0.dayNumber - first.dayNumber <= 92 }
    return (first, run.last ?? first)
  }
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
