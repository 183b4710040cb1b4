import Runtime
import ScheduleLang

/// Runs a scenario of a test, minute by minute, on each of the days on which it must hold.
struct ScenarioRun {
  /// What came of each expectation.
  private(set) var rows: [TestReport.Row]

  private let scenario: TestScenario
  private let subject: HomeSchedule
  /// How many evaluations are shown before and after one that is not as expected.
  private static let shown = (before: 3, after: 2)

  init(_ scenario: TestScenario, of subject: HomeSchedule, today: CivilDate, reached: inout Set<Int>) {
    self.scenario = scenario
    self.subject = subject.with(inputs: scenario.inputs).withoutPrices(of: scenario.readings.keys)
    rows = scenario.expectations.map {
      TestReport.Row(range: $0.range, expected: $0.decision, verdict: .neverOccurs)
    }
    for date in scenario.days.dates(today: today) {
      let start = LocalTime(date: date, minute: scenario.minute)
      for instant in subject.clocks.site.instants(of: start).all where mayStart(at: instant, on: date) {
        run(from: instant, on: date, &reached)
      }
    }
  }

  /// Series take elapsed time, so that a change of clocks parts them from the times at which something is
  /// expected: only a scenario with a date of its own can mean that.
  private func mayStart(at start: Instant, on date: CivilDate) -> Bool {
    if case .date = scenario.days { return true }
    return end(on: date).seconds - start.seconds == Int64(lastMinute - scenario.minute) * 60
  }

  private var lastMinute: Int { scenario.expectations.map(\.lastMinute).max() ?? scenario.minute }

  private mutating func run(from start: Instant, on date: CivilDate, _ reached: inout Set<Int>) {
    guard rows.contains(where: { !$0.isFailed }) else { return }
    var drive = ScenarioDrive(scenario, of: subject, from: start)
    let end = self.end(on: date)
    var course: [TestFailure.Evaluation] = []
    while drive.now <= end {
      let memory = drive.memory
      let evaluation = drive.step()
      course = course.suffix(Self.shown.before) + [evaluation]
      for index in expectations(at: evaluation.moment.local, from: date) {
        if let rule = evaluation.outcome.ruleIndex { reached.insert(rule) }
        rows[index].verdict.note(
          evaluation.outcome.decision, expected: rows[index].expected, of: subject,
          soc: evaluation.readings.soc
        ) {
          var ahead = drive
          return TestFailure(
            explanation: Explanation(
              subject, at: evaluation.moment, readings: evaluation.readings, memory: memory),
            start: subject.clocks.moment(at: start),
            course: course + (0..<Self.shown.after).map { _ in ahead.step() })
        }
      }
    }
  }

  /// The last instant that something is expected at, or the first after a change of clocks that skips it.
  private func end(on date: CivilDate) -> Instant {
    let local = LocalTime(date: date.adding(days: lastMinute / 1440), minute: lastMinute % 1440)
    return subject.clocks.site.instants(of: local).last
  }

  /// The expectations that are about the minute that the site's clock shows, in a run that starts on `date`.
  private func expectations(at local: LocalTime, from date: CivilDate) -> [Int] {
    let minute = (local.date.dayNumber - date.dayNumber) * 1440 + local.minute
    return scenario.expectations.indices.filter { index in
      let expectation = scenario.expectations[index]
      return expectation.start <= minute && minute <= expectation.lastMinute
    }
  }
}

extension TestReport.Row {
  /// Whether it is known not to hold.
  fileprivate var isFailed: Bool {
    if case .failed = verdict { true } else { false }
  }
}
