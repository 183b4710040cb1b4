import ScheduleLang

/// Clauses of one kind that hold by months, where some days belong to none of them.
struct ReserveFindings: Findings {
  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    let (schedule, today) = (analysed.schedule, analysed.today)
    guard schedule.reserve == nil else { return [] }
    return [NeverClause.Kind.discharge, .export].compactMap { kind in
      let clauses = schedule.nevers.filter { $0.kind == kind }
      let seasons = clauses.filter { !$0.seasons.isEmpty }
      // A clause for the whole year fills every hole.
      guard seasons.count >= 2, seasons.count == clauses.count else { return nil }
      let sets = seasons.flatMap(\.seasons)
      let year = (0..<366).map { today.adding(days: $0) }
      guard let first = year.first(where: { day in !sets.contains { $0.contains(day) } }) else { return nil }
      let last = year[(first.dayNumber - today.dayNumber)...].prefix { day in
        !sets.contains { $0.contains(day) }
      }.last
      return .reserveGap(
        from: first, to: last ?? first, at: seasons[seasons.count - 1].range,
        others: seasons.dropLast().map(\.range))
    }
  }
}

extension NeverClause {
  /// The sets of days among its guards that go by months.
  fileprivate var seasons: [DaySet] {
    guards.compactMap { item in
      guard case .on(let days) = item.kind, days.namesMonths else { return nil }
      return days
    }
  }
}

extension Diagnostic {
  static func reserveGap(
    from first: CivilDate, to last: CivilDate, at range: SourceRange, others: [SourceRange]
  )
    -> Diagnostic
  {
    Diagnostic(
      .reserveGap, "these clauses leave a hole in the year: none holds from \(first) to \(last)", at: range,
      labels: others.map { Label($0, "another part of the year") })
  }
}
