import ScheduleLang

/// Names whose dates are all past, and dates that an `except` takes away in vain.
///
/// Those of rules and clauses are ``ReachFindings``.
struct PastFindings: Findings {
  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    let today = analysed.today
    var found = analysed.namedTimes.filter { $0.times.isPast(on: today) }
      .map { Diagnostic.pastName(at: $0.range) }
    var seen: Set<SourceRange> = []
    for item in analysed.guardLists.joined() {
      guard case .on(let days) = item.kind, days.exceptsThePast(on: today), seen.insert(item.range).inserted
      else { continue }
      found.append(.pastException(at: item.range))
    }
    return found
  }
}

extension NamedTimes.Times {
  fileprivate func isPast(on today: CivilDate) -> Bool {
    switch self {
    case .days(let days): days.isPast(on: today)
    case .windows(let windows): !windows.isEmpty && windows.allSatisfy { $0.isPast(on: today) }
    }
  }
}

extension DaySet {
  /// Whether it excludes dates that are written here, and all of them lie before `today`.
  fileprivate func exceptsThePast(on today: CivilDate) -> Bool {
    excluded.contains { $0.members.isEmpty && $0.isPast(on: today) }
  }
}

extension Diagnostic {
  static func pastName(at range: SourceRange) -> Diagnostic {
    Diagnostic(.pastRule, "all dates of this name are past", at: range)
  }

  static func pastException(at range: SourceRange) -> Diagnostic {
    Diagnostic(.pastRule, "all dates that this leaves out are past", at: range)
  }
}
