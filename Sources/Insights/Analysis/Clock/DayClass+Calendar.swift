import Runtime
import ScheduleLang

extension DayClass {
  /// How far ahead days are looked at: after 28 years every date has had every weekday.
  private static let horizonDays = 28 * 366

  /// The classes of all days from `today` on, as `guards` distinguish days.
  static func all(from today: CivilDate, guards: [Guard], clocks: ClockSet) -> [DayClass] {
    var questions = DayQuestions()
    for item in guards { questions.add(item) }
    let index = questions.index
    var classes: [DayClass] = []
    var numbers: [DayQuestions.Answers: Int] = [:]
    for day in candidates(from: today, questions: questions, clocks: clocks) {
      let answers = questions.answers(on: day, pieces: pieces(of: day, clocks: clocks), index)
      if let number = numbers[answers] {
        classes[number].days.append(day)
      } else {
        numbers[answers] = classes.count
        classes.append(DayClass(days: [day], pieces: answers.pieces))
      }
    }
    return classes
  }

  /// What distinguishes a day away from all dates from others.
  private struct Kind: Hashable {
    var weekday: Weekday
    /// The months of the five days around it, four bits each.
    var months: Int
    var pieces: [Piece]
  }

  /// Days enough for every kind of day to be among them.
  private static func candidates(from today: CivilDate, questions: DayQuestions, clocks: ClockSet)
    -> [CivilDate]
  {
    var near: Set<Int> = []
    for range in questions.dates {
      let first = max(range.lowerBound - 2, today.dayNumber)
      let last = range.upperBound + 2
      guard first <= last else { continue }
      near.formUnion(first...min(last, first + horizonDays))
      near.formUnion(max(first, last - 4)...last)
    }
    // Away from all dates a day is known by its weekday, the months around it and what the clocks do.
    var kinds: Set<Kind> = []
    var days: [Int] = []
    let years = questions.usesMonths ? 28 : clocks.others.isEmpty ? 1 : 3
    var months = [-2, -1, 0, 1].reduce(0) { $0 << 4 | today.adding(days: $1).month }
    for day in today.dayNumber..<today.dayNumber + years * 366 {
      let date = CivilDate(dayNumber: day)
      if questions.usesMonths { months = (months << 4 | date.adding(days: 2).month) & 0xF_FFFF }
      guard !near.contains(day) else { continue }
      let kind = Kind(
        weekday: date.weekday, months: months,
        pieces: clocks.others.isEmpty ? [] : pieces(of: date, clocks: clocks))
      if kinds.insert(kind).inserted {
        days.append(day)
      } else if !questions.usesMonths, clocks.others.isEmpty, kinds.count == 7 {
        break
      }
    }
    return (days + near).sorted().map(CivilDate.init(dayNumber:))
  }

  /// One day as the clocks run through it.
  private static func pieces(of day: CivilDate, clocks: ClockSet) -> [Piece] {
    guard !clocks.others.isEmpty else { return [Piece(minutes: 0..<1440, shifts: [])] }
    var now = clocks.site.instants(of: LocalTime(date: day, minute: 0)).first
    let end = clocks.site.instants(of: LocalTime(date: day.adding(days: 1), minute: 0)).first
    let changes = ([clocks.site] + clocks.others).flatMap { $0.transitions(from: now, to: end) }
    var pieces: [Piece] = []
    for next in Set(changes.map(\.instant)).sorted() + [end] where now < next {
      let moment = clocks.moment(at: now)
      let start = moment.local.minute
      let length = Int((next.milliseconds - now.milliseconds) / 60_000)
      let shifts = moment.others.map {
        ($0.date.dayNumber - moment.local.date.dayNumber) * 1440 + $0.minute - moment.local.minute
      }
      let piece = Piece(minutes: start..<min(1440, start + length), shifts: shifts)
      if let last = pieces.last, last.shifts == shifts, last.minutes.upperBound == start {
        pieces[pieces.count - 1].minutes = last.minutes.lowerBound..<piece.minutes.upperBound
      } else if !piece.minutes.isEmpty {
        pieces.append(piece)
      }
      now = next
    }
    return pieces
  }
}

/// All that a schedule asks about calendar days.
private struct DayQuestions {
  /// What a day answers.
  struct Answers: Hashable {
    /// Which sets of days the day, or one of its neighbours, is in.
    var memberships: [Int] = []
    var pieces: [DayClass.Piece] = []
    /// Set for a day near an end of a dated window.
    var date: Int?
  }

  private var sets: [DaySet] = []
  private var known: Set<DaySet> = []
  /// The days that dated windows touch, from the first to the last.
  private var datedWindows: [ClosedRange<Int>] = []
  /// Every date that any question names.
  private(set) var dates: [ClosedRange<Int>] = []
  private(set) var usesMonths = false

  mutating func add(_ item: Guard) {
    switch item.kind {
    case .during(let windows): for window in windows { add(window) }
    case .on(let days): add(days)
    case .when: return
    }
  }

  mutating func add(_ window: Window) {
    if let days = window.days { add(days) }
    switch window.span {
    case .daily, .ranked: return
    case .outside(let others): for other in others { add(other) }
    case .dated(let start, let end):
      let days = start.date.dayNumber...max(start.date.dayNumber, end.date.dayNumber)
      datedWindows.append(days)
      dates.append(days)
    }
  }

  private mutating func add(_ days: DaySet) {
    guard known.insert(days).inserted else { return }
    sets.append(days)
    collect(days)
  }

  private mutating func collect(_ days: DaySet) {
    dates += days.dates
    if days.months != 0 { usesMonths = true }
    for other in days.members + days.excluded { collect(other) }
  }

  /// What finds the sets that contain a day.
  var index: DaySetIndex { DaySetIndex(sets) }

  /// What the day and its neighbours answer.
  func answers(on day: CivilDate, pieces: [DayClass.Piece], _ index: DaySetIndex) -> Answers {
    var answers = Answers(pieces: pieces)
    let isPlain = pieces.allSatisfy { $0.shifts.isEmpty }
    let around = (isPlain ? -1...0 : -2...2).map { day.adding(days: $0) }
    for (place, date) in around.enumerated() {
      answers.memberships += index.numbers(containing: date).map { $0 * around.count + place }
    }
    for (number, days) in datedWindows.enumerated() {
      // The days in between are covered whole; those near the ends are each like no other.
      if [days.lowerBound, days.upperBound].contains(where: { abs($0 - day.dayNumber) <= 2 }) {
        answers.date = day.dayNumber
      }
      if days.contains(day.dayNumber) { answers.memberships.append(-1 - number) }
    }
    return answers
  }
}

extension ClockSet {
  /// By how many minutes the other clocks are ahead of the site's at noon of a day.
  func shifts(on day: CivilDate) -> [Int] {
    let moment = moment(local: LocalTime(date: day, minute: 720))
    return moment.others.map {
      ($0.date.dayNumber - moment.local.date.dayNumber) * 1440 + $0.minute - moment.local.minute
    }
  }
}
