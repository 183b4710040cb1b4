import ScheduleLang

/// The rules that the clock lets apply, until the next window or day begins or ends.
///
/// Most rules are out of their hours most of the time; asking all windows again every minute is what an
/// evaluation would spend its time on. An agenda holds nothing that the moment does not determine.
struct Agenda: Hashable, Sendable {
  /// A rule that may apply.
  struct Candidate: Hashable {
    /// Its index into `Schedule.rules`.
    var rule: Int
    /// Its guards that the clock does not settle, as indices into `openGuards`.
    var guards: Range<Int>
  }

  /// In the order of the rules; nil where all rules are to be asked.
  private(set) var candidates: [Candidate]?
  /// Guards that the clock does not settle, as indices into those of their rule.
  private(set) var openGuards: [Int] = []
  /// The seconds since 1970 for which the candidates are known.
  private var span: Range<Int64>?
  /// Until when they are, as long as no clock changes its offset.
  private var horizon: Int64 = .min
  /// How many minutes each clock is ahead of UTC.
  private var offsets: [Int64] = []
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
    // A clock that was set back may be before what the horizon was found from.
    if span != nil, let last, last <= now, now < horizon, ruleCount == schedule.rules.count,
      isAhead(moment, now)
    {
      span = now..<nextGrid(after: now)
      return
    }
    guard let last, last < now, now - last <= 3600 else {
      candidates = nil
      span = nil
      return
    }
    ruleCount = schedule.rules.count
    var minutes = moment.others.reduce(1440 - moment.local.minute) { min($0, 1440 - $1.minute) }
    var found: [Candidate] = []
    openGuards.removeAll(keepingCapacity: true)
    for rule in schedule.rules.indices {
      let first = openGuards.count
      var may = true
      // All guards are asked, since each may change first.
      for (index, item) in schedule.rules[rule].guards.enumerated() {
        switch item.clockTruth(at: moment, change: &minutes) {
        case .no: may = false
        case .unknown: openGuards.append(index)
        case .yes: break
        }
      }
      if may {
        found.append(Candidate(rule: rule, guards: first..<openGuards.count))
      } else {
        openGuards.removeSubrange(first...)
      }
    }
    candidates = found
    // The minute has begun up to 59 seconds ago; a second too few is as good.
    horizon = max(now + Int64(minutes - 1) * 60, now) + 1
    offsets = [Self.offset(of: moment.local, at: now)] + moment.others.map { Self.offset(of: $0, at: now) }
    span = now..<nextGrid(after: now)
  }

  private func nextGrid(after now: Int64) -> Int64 {
    min(horizon, (now / Self.offsetGrid + 1) * Self.offsetGrid)
  }

  /// Whether the clocks are ahead of UTC by as much as when the candidates were found.
  private func isAhead(_ moment: Moment, _ now: Int64) -> Bool {
    guard offsets.count == moment.others.count + 1, offsets[0] == Self.offset(of: moment.local, at: now)
    else {
      return false
    }
    for index in moment.others.indices
    where offsets[index + 1] != Self.offset(of: moment.others[index], at: now) { return false }
    return true
  }

  private static func offset(of local: LocalTime, at now: Int64) -> Int64 {
    Int64(local.date.dayNumber) * 1440 + Int64(local.minute) - now / 60
  }
}

extension Guard {
  /// What the clock makes of the guard, unknown where that is not up to it; lowers `change` to the minutes after
  /// which that may be different.
  fileprivate func clockTruth(at moment: Moment, change: inout Int) -> Truth {
    switch kind {
    case .during(let windows):
      // All of them are asked, since each may change first.
      return windows.reduce(.no) { max($0, $1.clockTruth(at: moment, change: &change)) }
    case .on(let days): return Truth(days.contains(moment.local.date))
    case .when: return .unknown
    }
  }
}

extension Window {
  fileprivate func clockTruth(at moment: Moment, change: inout Int) -> Truth {
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
      for window in others { _ = window.clockTruth(at: moment, change: &change) }
    // What prices choose can change at any evaluation.
    case .ranked: return .unknown
    }
    return isInForce(at: moment)
  }
}
