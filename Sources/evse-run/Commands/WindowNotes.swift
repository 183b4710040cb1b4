import Insights
import Runtime
import ScheduleLang

/// Says which dates the windows of a schedule really cover, where that is easily taken wrong.
struct WindowNotes {
  let subject: HomeSchedule

  /// A line for each window of the run file that crosses midnight and starts on certain days only.
  func lines(from now: Instant) -> [String] {
    let clauses = subject.schedule.rules.map(\.guards) + subject.schedule.nevers.map(\.guards)
    var noted: Set<SourceRange> = []
    return clauses.joined().compactMap { item in
      guard item.range.file == 0, item.isNightOnDays, noted.insert(item.range).inserted,
        let next = RuleOccurrence(of: [item], in: subject, from: now),
        let place = subject.place(of: item.range),
        let window = subject.text(of: item.range)
      else { return nil }
      let start = next.start == now ? "is in force now" : "is next in force from \(text(next.start))"
      let end = next.end.map { "until \(text($0))" } ?? "for more than a week"
      return "\(DiagnosticText.escaped("\(place): `\(window)`")) \(start) \(end)\n"
    }
  }

  private func text(_ instant: Instant) -> String {
    let local = subject.clocks.site.local(instant)
    return "\(local.date.weekday.name) \(local)"
  }
}

extension Guard {
  /// Whether one of its windows crosses midnight and starts on certain days only.
  fileprivate var isNightOnDays: Bool {
    guard case .during(let windows) = kind else { return false }
    return windows.contains { window in
      guard case .daily(let start, let end) = window.span else { return false }
      return end <= start && window.days != nil
    }
  }
}
