import Runtime
import ScheduleLang

/// A program in the form in which it is compared with another: on clocks that both number alike, and with every rule
/// and clause that asks for windows by price divided into parts that ask for one such window each.
///
/// Dividing changes no decision: the parts of a rule stand where it stood and want what it wanted, and a clause that
/// clips twice clips no more than once.
struct ComparedProgram {
  /// A rule or a clause, or a part of one.
  struct Part {
    /// Its index into `Schedule.rules` or `Schedule.nevers`.
    var index: Int
    /// Its guards; a window by price is the whole of its stretch here.
    var guards: [Guard] = []
    /// The windows by price that must be in force as well.
    var ranked: [Window] = []
  }

  /// The program as it runs.
  let subject: HomeSchedule
  /// Its schedule on the common clocks.
  let schedule: Schedule
  let rules: [Part]
  let nevers: [Part]

  /// Numbers the windows of `subject` by `clocks`, which has all of its own.
  init(_ subject: HomeSchedule, clocks: [String]) {
    let numbers = subject.schedule.clocks.map { clocks.firstIndex(of: $0) ?? 0 }
    var schedule = subject.schedule
    schedule.clocks = clocks
    for index in schedule.rules.indices {
      schedule.rules[index].guards = schedule.rules[index].guards.map { $0.renumbered(numbers) }
    }
    for index in schedule.nevers.indices {
      schedule.nevers[index].guards = schedule.nevers[index].guards.map { $0.renumbered(numbers) }
    }
    schedule.importTariff = schedule.importTariff?.renumbered(numbers)
    schedule.exportTariff = schedule.exportTariff?.renumbered(numbers)
    self.subject = subject
    self.schedule = schedule
    rules = schedule.rules.indices.flatMap { Part.dividing(schedule.rules[$0].guards, index: $0) }
    nevers = schedule.nevers.indices.flatMap { Part.dividing(schedule.nevers[$0].guards, index: $0) }
  }

  /// The rules that plan, as indices into `Schedule.rules`: those with a deadline, and those that choose.
  var planningRules: [Int] {
    schedule.rules.indices.filter {
      schedule.rules[$0].action.hasDeadline || schedule.rules[$0].action.optimisation != nil
    }
  }

  /// The windows by price, each once.
  var rankedWindows: [Window] {
    var found: [Window] = []
    for window in (rules + nevers).flatMap(\.ranked) where !found.contains(window) { found.append(window) }
    return found
  }
}

extension ComparedProgram.Part {
  /// The parts of what `guards` ask for.
  fileprivate static func dividing(_ guards: [Guard], index: Int) -> [ComparedProgram.Part] {
    var parts = [ComparedProgram.Part(index: index)]
    for item in guards {
      guard case .during(let windows) = item.kind, windows.contains(where: \.isRanked) else {
        for index in parts.indices { parts[index].guards.append(item) }
        continue
      }
      let plain = windows.filter { !$0.isRanked }
      let alternatives: [(windows: [Window], ranked: Window?)] =
        (plain.isEmpty ? [] : [(plain, nil)])
        + windows.filter(\.isRanked).map { ([$0.wholeStretch], $0) }
      parts = parts.flatMap { part in
        alternatives.map { alternative in
          var part = part
          part.guards.append(Guard(.during(alternative.windows), range: item.range))
          if let ranked = alternative.ranked { part.ranked.append(ranked) }
          return part
        }
      }
    }
    return parts
  }
}

extension Window {
  /// The stretch that a window by price takes a part of; all of the time for one that is what others leave.
  fileprivate var wholeStretch: Window {
    guard case .ranked(let span) = span else { return Window(.daily(start: 0, end: 1440)) }
    return Window(.daily(start: span.start, end: span.end), clock: clock, days: days)
  }

  /// The same window where clock number `n` is called `numbers[n]`.
  fileprivate func renumbered(_ numbers: [Int]) -> Window {
    var copy = self
    if numbers.indices.contains(clock) { copy.clock = numbers[clock] }
    if case .outside(let others) = span { copy.span = .outside(others.map { $0.renumbered(numbers) }) }
    return copy
  }
}

extension Guard {
  fileprivate func renumbered(_ numbers: [Int]) -> Guard {
    guard case .during(let windows) = kind else { return self }
    return Guard(.during(windows.map { $0.renumbered(numbers) }), range: range)
  }
}

extension Tariff {
  fileprivate func renumbered(_ numbers: [Int]) -> Tariff {
    var copy = self
    for index in copy.periods.indices {
      copy.periods[index].windows = copy.periods[index].windows.map { $0.renumbered(numbers) }
    }
    return copy
  }
}
