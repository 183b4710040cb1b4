import ScheduleLang

/// Many sets of days, of which few contain any one day.
struct DaySetIndex {
  /// The sets of a few dates and nothing else, by the days that they contain.
  private var byDay: [Int: [Int]] = [:]
  private var others: [(number: Int, days: DaySet)] = []

  /// More days than these of one set are not listed one by one.
  private static let mostDays = 64

  init(_ sets: [DaySet]) {
    for (number, days) in sets.enumerated() {
      guard days.isDatesAlone,
        days.dates.reduce(0, { min($0 + $1.count, Self.mostDays + 1) }) <= Self.mostDays
      else {
        others.append((number, days))
        continue
      }
      for day in Set(days.dates.joined()) { byDay[day, default: []].append(number) }
    }
  }

  /// The numbers of the sets that contain `day`.
  func numbers(containing day: CivilDate) -> [Int] {
    (byDay[day.dayNumber] ?? []) + others.filter { $0.days.contains(day) }.map(\.number)
  }
}

extension DaySet {
  /// Whether it says dates and nothing else.
  fileprivate var isDatesAlone: Bool {
    weekdays == 0 && months == 0 && members.isEmpty && excluded.isEmpty
  }
}

extension DaySet {
  /// Whether it goes by months or days of the week alone.
  var isCyclic: Bool {
    dates.isEmpty && excluded.isEmpty && members.allSatisfy(\.isCyclic) && self != .daily
  }

  /// Whether months are among what it is made of.
  var namesMonths: Bool { months != 0 || members.contains(where: \.namesMonths) }
}
