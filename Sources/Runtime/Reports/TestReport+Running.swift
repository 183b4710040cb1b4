import ScheduleLang

extension TestReport {
  /// Runs `tests` against the subject's schedule.
  ///
  /// A row that names no date must hold on each of its days in the calendar year of `today` and the next. Local
  /// times that a change of clocks skips are left out; those that it repeats are tried both times.
  public init(_ tests: [TestCase], of subject: ReportSubject, today: CivilDate) {
    self.tests = tests.map { test in
      Test(
        name: test.name, range: test.range,
        rows: test.rows.map { Row(row: $0, verdict: $0.verdict(of: subject, today: today)) })
    }
  }
}

extension TestCase.Row {
  fileprivate func verdict(of subject: ReportSubject, today: CivilDate) -> TestReport.Verdict {
    var verdict = TestReport.Verdict.neverOccurs
    let subject = withoutUnknownPrices(subject)
    let readings = readingsAtRow
    for date in dates(today: today) {
      for instant in subject.clocks.site.instants(of: LocalTime(date: date, minute: minute)).all {
        let moment = subject.clocks.moment(at: instant)
        var memory = Memory()
        let decision = subject.decide(at: moment, readings: readings, memory: &memory).decision
        if decision == expected {
          if case .neverOccurs = verdict { verdict = .passed }
        } else if subject.applied(decision, soc: readings.soc) == expected {
          if case .passedAsApplied = verdict { continue }
          verdict = .passedAsApplied(wanted: decision)
        } else {
          return .failed(Explanation(subject, at: moment, readings: readings))
        }
      }
    }
    return verdict
  }

  /// The dates on which the row must hold.
  private func dates(today: CivilDate) -> [CivilDate] {
    if case .date(let date) = days { return [date] }
    let year = today.parts.year
    guard let first = CivilDate(year: year, month: 1, day: 1),
      let last = CivilDate(year: year + 1, month: 12, day: 31)
    else { return [today] }
    let all = (first.dayNumber...last.dayNumber).map(CivilDate.init(dayNumber:))
    guard case .weekday(let weekday) = days else { return all }
    return all.filter { $0.weekday == weekday }
  }

  /// The subject without the tariffs whose prices the row says are unknown.
  private func withoutUnknownPrices(_ subject: ReportSubject) -> ReportSubject {
    var schedule = subject.schedule
    if readings[.importPrice] == .some(nil) { schedule.importTariff = nil }
    if readings[.exportPrice] == .some(nil) { schedule.exportTariff = nil }
    return ReportSubject(
      site: subject.site, schedule: schedule, sources: subject.sources, clocks: subject.clocks)
  }

  /// The readings that the row gives, all others unknown.
  public var readingsAtRow: Readings {
    var given = Readings()
    given.pluggedIn = pluggedIn
    func value(_ reading: Reading) -> Double? { readings[reading] ?? nil }
    given.soc = value(.soc).flatMap { Int(exactly: $0.rounded(.down)) }
    given.home = value(.home).map { Watts($0) }
    given.solar = value(.solar).map { Watts($0) }
    given.importPrice = value(.importPrice).map { Price($0) }
    given.exportPrice = value(.exportPrice).map { Price($0) }
    // The three readings of the grid are one value; importing and exporting are its two signs.
    if let grid = value(.grid) {
      given.grid = Watts(grid)
    } else if value(.importing) != nil || value(.exporting) != nil {
      given.grid = Watts((value(.importing) ?? 0) - (value(.exporting) ?? 0))
    }
    return given
  }
}

extension LocalOccurrences {
  /// The instants at which the clock shows the minute.
  fileprivate var all: [Instant] {
    switch self {
    case .once(let instant): [instant]
    case .twice(let first, let second): [first, second]
    case .skipped: []
    }
  }
}
