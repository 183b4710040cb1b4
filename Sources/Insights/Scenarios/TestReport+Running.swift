import Runtime
import ScheduleLang

extension TestReport {
  /// Runs `tests` against the subject's schedule.
  ///
  /// A row that names no date must hold on each of its days in the calendar year of `today` and the next. Local
  /// times that a change of clocks skips are left out; those that it repeats are tried both times.
  public init(_ tests: [TestCase], of subject: HomeSchedule, today: CivilDate) {
    var reached: Set<Int> = []
    self.tests = tests.map { test in
      var rows = test.rows.map { row in
        Row(
          range: row.range, expected: row.expected,
          verdict: row.verdict(of: subject, today: today, reached: &reached))
      }
      for scenario in test.scenarios {
        rows += ScenarioRun(scenario, of: subject, today: today, reached: &reached).rows
      }
      rows.sort { $0.range.start < $1.range.start }
      return Test(name: test.name, range: test.range, rows: rows)
    }
    reachedRules = reached
  }
}

extension TestCase.Row {
  fileprivate func verdict(of subject: HomeSchedule, today: CivilDate, reached: inout Set<Int>)
    -> TestReport.Verdict
  {
    var verdict = TestReport.Verdict.neverOccurs
    let subject = subject.with(inputs: inputs).withoutPrices(of: readings.filter { $0.value == nil }.keys)
    var readings = Readings(given: readings, pluggedIn: pluggedIn)
    readings.inputs = inputs
    for date in days.dates(today: today) {
      for instant in subject.clocks.site.instants(of: LocalTime(date: date, minute: minute)).all {
        let moment = subject.clocks.moment(at: instant)
        var memory = Memory()
        let outcome = subject.decide(at: moment, readings: readings, memory: &memory)
        if let rule = outcome.ruleIndex { reached.insert(rule) }
        verdict.note(outcome.decision, expected: expected, of: subject, soc: readings.soc) {
          TestFailure(explanation: Explanation(subject, at: moment, readings: readings), course: [])
        }
        if case .failed = verdict { return verdict }
      }
    }
    return verdict
  }
}

extension TestReport.Verdict {
  /// Takes in what was decided where `expected` was expected; of what differs, the first time counts.
  mutating func note(
    _ decision: Decision, expected: Decision, of subject: HomeSchedule, soc: Int?, failure: () -> TestFailure
  ) {
    if case .failed = self { return }
    if decision == expected {
      if case .neverOccurs = self { self = .passed }
    } else if subject.applied(decision, soc: soc) != expected {
      self = .failed(failure())
    } else {
      if case .passedAsApplied = self { return }
      self = .passedAsApplied(wanted: decision)
    }
  }
}

extension TestCase.Row.Days {
  /// The dates in the calendar year of `today` and the next.
  func dates(today: CivilDate) -> [CivilDate] {
    if case .date(let date) = self { return [date] }
    let year = today.parts.year
    guard let first = CivilDate(year: year, month: 1, day: 1),
      let last = CivilDate(year: year + 1, month: 12, day: 31)
    else { return [today] }
    let all = (first.dayNumber...last.dayNumber).map(CivilDate.init(dayNumber:))
    guard case .weekday(let weekday) = self else { return all }
    return all.filter { $0.weekday == weekday }
  }
}

extension HomeSchedule {
  /// The subject without the tariffs that would give the prices among `readings`.
  public func withoutPrices(of readings: some Sequence<Reading>) -> HomeSchedule {
    let readings = Set(readings)
    guard !readings.isDisjoint(with: [.importPrice, .exportPrice]) else { return self }
    var schedule = schedule
    if readings.contains(.importPrice) { schedule.importTariff = nil }
    if readings.contains(.exportPrice) { schedule.exportTariff = nil }
    return replacing(schedule: schedule)
  }
}

extension Readings {
  /// Readings in their base units as a test or the command line gives them, all others unknown.
  public init(given: [Reading: Double?], pluggedIn: Bool?) {
    self.init()
    self.pluggedIn = pluggedIn
    func value(_ reading: Reading) -> Double? { given[reading] ?? nil }
    for reading in Reading.ahead { ahead[reading] = value(reading) }
    for reading in Reading.counters { counters[reading] = value(reading) }
    soc = value(.soc).flatMap { Int(exactly: $0.rounded(.down)) }
    home = value(.home).map { Watts($0) }
    solar = value(.solar).map { Watts($0) }
    importPrice = value(.importPrice).map { Price($0) }
    exportPrice = value(.exportPrice).map { Price($0) }
    // The three readings of the grid are one value; importing and exporting are its two signs.
    if let grid = value(.grid) {
      self.grid = Watts(grid)
    } else if value(.importing) != nil || value(.exporting) != nil {
      grid = Watts((value(.importing) ?? 0) - (value(.exporting) ?? 0))
    }
  }
}

extension LocalOccurrences {
  /// The instants at which the clock shows the minute.
  var all: [Instant] {
    switch self {
    case .once(let instant): [instant]
    case .twice(let first, let second): [first, second]
    case .skipped: []
    }
  }
}
