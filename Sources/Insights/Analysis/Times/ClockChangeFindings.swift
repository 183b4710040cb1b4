import Runtime
import ScheduleLang

/// Windows that a change of clocks swallows, or makes come twice.
struct ClockChangeFindings: Findings {
  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    var seen: Set<SourceRange> = []
    return analysed.guardLists.joined().flatMap { item -> [Diagnostic] in
      guard case .during(let windows) = item.kind, seen.insert(item.range).inserted else { return [] }
      return analysed.findings(of: windows, at: item.range)
    }
  }
}

extension AnalysedSchedule {
  /// How far ahead changes of clocks are reported.
  private static let daysAhead = 2 * 366

  fileprivate func findings(of windows: [Window], at range: SourceRange) -> [Diagnostic] {
    var (swallowed, doubled) = (Set<CivilDate>(), Set<CivilDate>())
    for window in windows {
      let zone = window.clock == 0 ? subject.clocks.site : subject.clocks.others[window.clock - 1]
      let start = zone.instants(of: LocalTime(date: today, minute: 0)).first
      for change in zone.transitions(from: start, to: start.adding(seconds: Self.daysAhead * 86_400)) {
        let (from, to) = change.localTimes
        if let date = window.occurrence(within: min(from, to), max(from, to)) {
          if from < to { swallowed.insert(date) } else { doubled.insert(date) }
        }
      }
    }
    var found: [Diagnostic] = []
    if !swallowed.isEmpty { found.append(.swallowedWindow(swallowed.sorted(), at: range)) }
    if !doubled.isEmpty { found.append(.doubledWindow(doubled.sorted(), at: range)) }
    return found
  }
}

extension OffsetChange {
  /// What the clock shows just before the change, a minute on, and just after.
  fileprivate var localTimes: (LocalTime, LocalTime) {
    func local(_ offset: Int) -> LocalTime {
      let minutes = (instant.seconds + Int64(offset)) / 60
      let day = minutes >= 0 ? minutes / 1440 : (minutes - 1439) / 1440
      return LocalTime(date: CivilDate(dayNumber: Int(day)), minute: Int(minutes - day * 1440))
    }
    return (local(before), local(after))
  }
}

extension Window {
  /// The day on which the whole window lies between two times; nil where it does on none.
  fileprivate func occurrence(within start: LocalTime, _ end: LocalTime) -> CivilDate? {
    switch span {
    case .daily(let from, let to):
      guard to > from, days?.contains(start.date) ?? true,
        LocalTime(date: start.date, minute: from) >= start, LocalTime(date: start.date, minute: to) <= end
      else { return nil }
      return start.date
    case .dated(let from, let to): return from >= start && to <= end ? from.date : nil
    case .outside, .ranked: return nil
    }
  }
}

extension Diagnostic {
  static func swallowedWindow(_ dates: [CivilDate], at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .swallowedWindow, "a change of clocks swallows this window on \(list(dates))", at: range,
      notes: ["On that day these minutes do not occur."])
  }

  static func doubledWindow(_ dates: [CivilDate], at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .doubledWindow, "a change of clocks makes this window come twice on \(list(dates))", at: range,
      notes: ["On that day these minutes occur two times, and count both times."])
  }

  private static func list(_ dates: [CivilDate]) -> String {
    dates.map(\.description).joined(separator: ", ")
  }
}
