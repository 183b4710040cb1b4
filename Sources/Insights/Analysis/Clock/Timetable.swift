import ScheduleLang

/// When the clock lets each of many items hold, distinguished only where that can change what is decided.
struct Timetable {
  /// Some minutes of a day and their stretch.
  private struct Run {
    var minutes: Range<Int>
    var stretch: Int
  }

  /// The days.
  let classes: [DayClass]
  /// The stretches, in the order in which the days come to them.
  private(set) var stretches: [Stretch] = []
  private let items: ClockItems
  /// Each class of days from run to run.
  private var days: [[Run]] = []

  /// Lays out the items on the days; the first of them are rules, with their bounds.
  init(_ lists: [[Guard]], classes: [DayClass], rules: [RuleBounds]) {
    self.classes = classes
    items = ClockItems(lists)
    var state = RelevantBits(rules, of: items)
    var numbers: [[UInt64]: Int] = [:]
    for number in classes.indices {
      var runs: [Run] = []
      func add(_ minutes: Range<Int>, _ bits: [UInt64]) {
        guard !minutes.isEmpty else { return }
        let stretch = numbers[bits] ?? stretches.count
        if stretch == stretches.count {
          numbers[bits] = stretch
          stretches.append(Stretch(possible: bits, occurrences: []))
        }
        stretches[stretch].occurrences.append(.init(dayClass: number, minutes: minutes))
        runs.append(Run(minutes: minutes, stretch: stretch))
      }
      for piece in classes[number].pieces {
        state.clear()
        var start = piece.minutes.lowerBound
        var changes = items.changes(on: classes[number].sample, piece)[...]
        while let minute = changes.first?.minute {
          while let change = changes.first, change.minute == minute {
            state.flip(change.bit)
            changes.removeFirst()
          }
          let earlier = state.bits
          guard state.refresh() else { continue }
          add(start..<minute, earlier)
          start = minute
        }
        add(start..<piece.minutes.upperBound, state.bits)
      }
      days.append(runs)
    }
  }

  /// Whether the clock lets item `item` hold for certain.
  func isCertain(_ item: Int, in stretch: Stretch) -> Bool { stretch.allows(items.certainBits[item] ?? item) }

  /// Every stretch in which the clock lets item `item` hold, or may let it, whatever rules come before it.
  func stretches(of item: Int) -> Set<Int> {
    var found: Set<Int> = []
    for number in classes.indices {
      for piece in classes[number].pieces {
        for range in items.minutes(of: item, on: classes[number].sample, piece).ranges {
          for run in days[number] where run.minutes.overlaps(range) { found.insert(run.stretch) }
        }
      }
    }
    return found
  }

  /// Times at which the clock lets item `item` hold, of different stretches, the earliest first; at most `count`.
  func times(of item: Int, atMost count: Int) -> [(stretch: Int, occurrence: Stretch.Occurrence)] {
    var found: [(stretch: Int, occurrence: Stretch.Occurrence)] = []
    for number in classes.indices {
      for piece in classes[number].pieces {
        for range in items.minutes(of: item, on: classes[number].sample, piece).ranges {
          for run in days[number] where run.minutes.overlaps(range) {
            guard !found.contains(where: { $0.stretch == run.stretch }) else { continue }
            found.append((run.stretch, .init(dayClass: number, minutes: run.minutes.clamped(to: range))))
            if found.count == count { return found }
          }
        }
      }
    }
    return found
  }
}
