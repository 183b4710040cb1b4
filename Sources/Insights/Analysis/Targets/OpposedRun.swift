import Runtime
import ScheduleLang

/// Minutes of a rule that goes the other way, and those that are left after it.
struct OpposedRun: Hashable {
  var minutes: Int
  var gap: Int
}

extension AnalysedSchedule {
  /// How long the clock lets `rule` act in the day before each occurrence of a deadline, run by run, and how many minutes
  /// lie between the run's end and the deadline.
  func runs(of rule: Rule, before deadline: Deadline, of own: Rule, isEarlier: Bool)
    -> [OpposedRun]
  {
    let date = deadline.date?.adding(days: deadline.wall.days)
    if let date, date < today { return [] }
    var found: Set<OpposedRun> = []
    for day in date.map({ [$0] }) ?? (0...366).map({ today.adding(days: $0) })
    where deadline.isDue(on: day) && own.guards.allow(day) {
      let end = 1440 + deadline.wall.minute
      let free = ranges(of: rule.guards, upTo: day)
      guard let other = rule.action.deadline else {
        for range in free where range.lowerBound < end && end - range.upperBound < 1440 {
          let range = range.clamped(to: 0..<end)
          found.insert(OpposedRun(minutes: range.count, gap: end - range.upperBound))
        }
        continue
      }
      for (start, day) in [(0, day.adding(days: -1)), (1440, day)]
      where other.isDue(on: day) && rule.guards.allow(day) {
        let due = start + other.wall.minute
        guard end - due < 1440, isEarlier ? end >= due : end > due else { continue }
        let minutes = free.reduce(0) { $0 + $1.clamped(to: max(0, due - 1440)..<due).count }
        found.insert(OpposedRun(minutes: minutes, gap: end - due))
      }
    }
    return found.sorted { ($0.gap, $1.minutes) < ($1.gap, $0.minutes) }
  }

  /// When the clock fulfils `guards`, in minutes from the start of the day before `day` until the end of `day`.
  private func ranges(of guards: [Guard], upTo day: CivilDate) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for (start, day) in [(0, day.adding(days: -1)), (1440, day)] {
      let shifts = subject.clocks.shifts(on: day)
      let minutes = guards.reduce(MinuteSet.wholeDay) {
        $0.intersection($1.minutes(on: day, shifts: shifts, countsRanked: false))
      }
      for range in minutes.ranges {
        let range = range.lowerBound + start..<range.upperBound + start
        if let last = ranges.last, last.upperBound == range.lowerBound {
          ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
        } else {
          ranges.append(range)
        }
      }
    }
    return ranges
  }
}
