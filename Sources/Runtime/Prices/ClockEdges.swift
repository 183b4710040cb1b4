import ScheduleLang

/// The instants at which what windows and days say can change.
///
/// Between two neighbouring edges every clock-based question has one answer.
package struct ClockEdges {
  let clocks: ClockSet
  /// The stretch that is looked at.
  let range: Range<Instant>
  private var found: [Instant] = []

  /// Starts with the changes of the clocks themselves.
  package init(clocks: ClockSet, range: Range<Instant>) {
    self.clocks = clocks
    self.range = range
    for zone in [clocks.site] + clocks.others {
      found += zone.transitions(from: range.lowerBound, to: range.upperBound).map(\.instant)
    }
  }

  /// Notes the edges of windows, those of the choices of ranked ones left out.
  package mutating func add(_ windows: [Window]) {
    for window in windows {
      switch window.span {
      case .daily(let start, let end): add(minutes: [start, end], clock: window.clock)
      case .ranked(let span): add(minutes: [span.start, span.end], clock: window.clock)
      case .dated(let start, let end): add([start, end], clock: window.clock)
      case .outside(let others):
        add(others)
        if window.days != nil { add(minutes: [0], clock: window.clock) }
      }
    }
  }

  /// Notes minutes of every day.
  mutating func add(minutes: [Int], clock: Int) {
    let zone = clocks.zone(clock)
    let first = zone.local(range.lowerBound).date.dayNumber
    let last = zone.local(range.upperBound).date.dayNumber
    guard first <= last else { return }
    for day in first...last {
      add(minutes.map { LocalTime(date: CivilDate(dayNumber: day), minute: $0) }, clock: clock)
    }
  }

  /// Notes instants that lie so many seconds apart, whole hours among them.
  mutating func add(every seconds: Int) {
    guard seconds > 0 else { return }
    let step = Int64(seconds)
    var edge = (range.lowerBound.seconds / step + 1) * step
    while edge < range.upperBound.seconds {
      found.append(Instant(seconds: edge))
      edge += step
    }
  }

  /// Notes instants.
  package mutating func add(_ instants: [Instant]) { found += instants }

  /// The pieces of the stretch between neighbouring edges.
  package var pieces: [Range<Instant>] {
    guard !range.isEmpty else { return [] }
    var pieces: [Range<Instant>] = []
    var start = range.lowerBound
    for edge in found.sorted() where edge > start && edge < range.upperBound {
      pieces.append(start..<edge)
      start = edge
    }
    return pieces + [start..<range.upperBound]
  }

  private mutating func add(_ times: [LocalTime], clock: Int) {
    let zone = clocks.zone(clock)
    for time in times {
      switch zone.instants(
        of: time.minute < 1440 ? time : LocalTime(date: time.date.adding(days: 1), minute: 0))
      {
      case .once(let instant), .skipped(let instant): found.append(instant)
      case .twice(let first, let second): found += [first, second]
      }
    }
  }
}

extension ClockSet {
  /// Clock number `index` of the schedule; the site's where there is no such clock.
  func zone(_ index: Int) -> ZoneRules {
    others.indices.contains(index - 1) ? others[index - 1] : site
  }
}
