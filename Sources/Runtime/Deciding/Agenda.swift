import ScheduleLang

/// The rules that the clock lets apply, until the next window or day begins or ends.
///
/// Most rules are out of their hours most of the time; asking all windows again every minute is what an
/// evaluation would spend its time on. An agenda holds nothing that the moment does not determine.
struct Agenda: Hashable, Sendable {
  /// Indices into `Schedule.rules`, ascending; nil where all rules are to be asked.
  private(set) var candidates: [Int]?
  /// The seconds since 1970 for which the candidates are known.
  private var span: Range<Int64>?
  private var last: Int64?
  private var ruleCount = 0

  /// No time zone changes its offset within a quarter of an hour of UTC.
  private static let offsetGrid: Int64 = 900

  /// Makes the candidates those of `moment`.
  ///
  /// A single evaluation is not worth an agenda: only one that follows another within the hour makes it.
  mutating func update(_ schedule: Schedule, at moment: Moment) {
    let now = moment.instant.seconds
    defer { last = now }
    if let span, span.contains(now), ruleCount == schedule.rules.count { return }
    guard let last, last < now, now - last <= 3600 else {
      candidates = nil
      span = nil
      return
    }
    ruleCount = schedule.rules.count
    var minutes = moment.others.reduce(1440 - moment.local.minute) { min($0, 1440 - $1.minute) }
    candidates = schedule.rules.indices.filter { index in
      schedule.rules[index].guards.allSatisfy { $0.mayHold(at: moment, change: &minutes) }
    }
    // The minute has begun up to 59 seconds ago; a second too few is as good.
    let end = min(now + Int64(minutes - 1) * 60 + 1, (now / Self.offsetGrid + 1) * Self.offsetGrid)
    span = now..<max(end, now + 1)
  }
}

extension Guard {
  /// Whether the clock lets the guard hold; lowers `change` to the minutes after which that may be different.
  fileprivate func mayHold(at moment: Moment, change: inout Int) -> Bool {
    switch kind {
    case .during(let windows):
      // All of them are asked, since each may change first.
      var may = false
      for window in windows where window.mayBeInForce(at: moment, change: &change) { may = true }
      return may
    case .on(let days): return days.contains(moment.local.date)
    case .when: return true
    }
  }
}

extension Window {
  fileprivate func mayBeInForce(at moment: Moment, change: inout Int) -> Bool {
    let now = moment.clock(clock)
    switch span {
    case .daily(let start, let end):
      for edge in [start, end] {
        let wait = (edge - now.minute + 2880) % 1440
        change = min(change, wait == 0 ? 1440 : wait)
      }
    case .dated(let start, let end):
      for edge in [start, end] where edge.date == now.date && edge.minute > now.minute {
        change = min(change, edge.minute - now.minute)
      }
    case .outside(let others):
      for window in others { _ = window.mayBeInForce(at: moment, change: &change) }
    // What prices choose can change at any evaluation.
    case .ranked: return true
    }
    return isInForce(at: moment) != .no
  }
}
