import Runtime
import ScheduleLang

/// Windows and days whose hours or dates are not what they seem.
struct NightFindings: Findings {
  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var seen: Set<SourceRange> = []
    for guards in analysed.guardLists {
      found += analysed.calendarDayFindings(guards, &seen)
      for item in guards {
        guard case .during(let windows) = item.kind, seen.insert(item.range).inserted else { continue }
        found += analysed.surprisingDates(windows, of: item)
      }
    }
    for rule in analysed.schedule.rules {
      for part in rule.action.parts {
        guard let deadline = part.deadline else { continue }
        found += analysed.earlyDeadline(deadline, rises: part.rises, at: part.range)
      }
    }
    return found
  }
}

extension AnalysedSchedule {
  /// `on` guards of their own beside windows that cross midnight.
  fileprivate func calendarDayFindings(_ guards: [Guard], _ seen: inout Set<SourceRange>) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for item in guards {
      guard case .on(let days) = item.kind,
        let edge = firstDay(where: { days.contains($0) && !days.contains($0.adding(days: -1)) })
      else { continue }
      for other in guards {
        if days.isWeekly, case .during(let windows) = other.kind,
          let window = windows.first(where: \.startsAfterMidnight),
          !other.showsHours || days.namesEvenings && window.isOfTheNight,
          seen.insert(item.range).inserted
        {
          found.append(.earlyWindow(at: item.range, date: edge, hours: window.hoursText))
          continue
        }
        guard case .during(let windows) = other.kind, windows.count == 1 || other.showsHours,
          let window = windows.first(where: \.crossesMidnight), seen.insert(item.range).inserted
        else { continue }
        found.append(
          .calendarDayGuard(
            at: item.range, window: other.range, date: edge, hours: window.hoursText,
            fix: attached(item, to: other, isList: windows.count > 1)))
      }
    }
    return found
  }

  /// The other form, `during W on DAYS`, where the two guards stand side by side.
  private func attached(_ on: Guard, to during: Guard, isList: Bool) -> Diagnostic.Fix? {
    guard let days = on.spelling, let windows = during.spelling, windows.days == nil,
      days.predecessor == during.range || windows.predecessor == on.range
    else { return nil }
    let text = "during \(isList ? "(\(windows.items))" : windows.items) on \(days.items)"
    return Diagnostic.Fix(
      title: "write `\(text)`, the nights that start on those days",
      edits: [.init(on.range.union(during.range), text)],
      isCertain: false)
  }

  /// Windows with days of their own whose dates an owner may not expect.
  fileprivate func surprisingDates(_ windows: [Window], of item: Guard) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for window in windows {
      guard let days = window.days, let (start, end) = window.hours else { continue }
      if window.startsAfterMidnight, !item.showsHours || days.namesEvenings && window.isOfTheNight,
        let date = firstDay(where: { days.contains($0) && !days.contains($0.adding(days: -1)) })
      {
        found.append(.earlyWindow(at: item.range, date: date, hours: window.hoursText))
      }
      if window.crossesMidnight {
        let excepted = Set(days.exceptedDates)
        // In a longer row of days its first morning matters little.
        let dates = excepted.filter {
          $0 >= today && days.contains($0.adding(days: -1)) && !days.contains($0)
            && !excepted.contains($0.adding(days: Self.longestExceptedRow))
        }
        if let date = dates.min() {
          let row = (0..<Self.longestExceptedRow).map { date.adding(days: $0) }.prefix {
            excepted.contains($0)
          }
          found.append(
            .exceptedEvening(
              at: item.range, date: date, last: row.last ?? date, end: end,
              fix: windows.count == 1 && !window.isRanked ? split(item, start, end) : nil))
        }
      }
    }
    return Array(found.prefix(1))
  }

  /// A deadline just after midnight whose days read as those of evenings.
  ///
  /// Who leaves early names the day: a charge is doubted only in the first two hours.
  fileprivate func earlyDeadline(_ deadline: Deadline, rises: Bool, at range: SourceRange) -> [Diagnostic] {
    guard let days = deadline.days, days.namesEvenings, deadline.offset == 0,
      deadline.minute <= (rises ? 120 : 240),
      let date = firstDay(where: { days.contains($0) && !days.contains($0.adding(days: -1)) })
    else { return [] }
    return [.earlyDeadline(at: range, date: date, time: TimeOfDay.text(deadline.minute))]
  }

  /// From so many days on, a row of excepted days is taken for one of nights.
  private static let longestExceptedRow = 3

  /// The hours of both sides of midnight, with the days behind a comma.
  private func split(_ item: Guard, _ start: Int, _ end: Int) -> Diagnostic.Fix? {
    guard let spelling = item.spelling, spelling.showsHours, let days = spelling.days else { return nil }
    let hours = "(\(TimeOfDay.text(start))-24:00, 00:00-\(TimeOfDay.text(end)))"
    return Diagnostic.Fix(
      title: "leave out calendar days: write `during \(hours), \(days)`",
      edits: [.init(item.range, "during \(hours), \(days)")], isCertain: false)
  }

  /// The first day within a year for which something is so.
  private func firstDay(where isSo: (CivilDate) -> Bool) -> CivilDate? {
    (0..<366).lazy.map { today.adding(days: $0) }.first(where: isSo)
  }
}

extension Guard {
  /// Whether it says a time of day itself.
  fileprivate var showsHours: Bool { spelling?.showsHours ?? false }
}

extension Window {
  /// Whether the window goes on after midnight.
  fileprivate var crossesMidnight: Bool { hours.map { $0.end <= $0.start && $0.end > 0 } ?? false }

  /// The minutes of the day between which it is, or takes its part by prices.
  fileprivate var hours: (start: Int, end: Int)? {
    switch span {
    case .daily(let start, let end): (start, end)
    case .ranked(let span): (span.start, span.end)
    case .dated, .outside: nil
    }
  }

  /// Whether the window lies in the small hours, so that it belongs to the night that began the day before.
  fileprivate var startsAfterMidnight: Bool {
    hours.map { $0.end > $0.start && $0.start < 360 } ?? false
  }

  /// Whether the window begins at an hour that is said to be of the evening before.
  fileprivate var isOfTheNight: Bool {
    hours.map { $0.start < 240 } ?? false
  }

  /// The window's own hours.
  fileprivate var hoursText: String {
    hours.map { "\(TimeOfDay.text($0.start))-\(TimeOfDay.text($0.end))" } ?? ""
  }
}

extension DaySet {
  /// Whether its days of the week read as those of evenings: the ones before days that belong together, as Friday
  /// before Saturday or Sunday to Thursday before the working days, or single days of the week.
  fileprivate var namesEvenings: Bool {
    guard isWeekly, let monday = CivilDate(year: 2026, month: 1, day: 5) else { return false }
    let days = (0..<7).filter { contains(monday.adding(days: $0)) }
    let nextDays = Set(days.map { ($0 + 1) % 7 })
    let (work, weekend): (Set<Int>, Set<Int>) = ([0, 1, 2, 3, 4], [5, 6])
    switch days.count {
    // The nights to Saturday and to Monday are the ones that matter, and are named so.
    case 1: return days != [5] && days != [0]
    case 2: return nextDays == weekend || days == [6, 0]
    case 5: return nextDays == work
    default: return false
    }
  }

  /// Every date that an `except` names, here or in the sets that this one is made of; at most a hundred of a range.
  fileprivate var exceptedDates: [CivilDate] {
    excluded.flatMap(\.namedDates) + (members + excluded).flatMap(\.exceptedDates)
  }

  private var namedDates: [CivilDate] {
    dates.flatMap { $0.prefix(100).map(CivilDate.init(dayNumber:)) } + members.flatMap(\.namedDates)
  }
}
