import Runtime
import ScheduleLang

/// Exact analyses of a schedule over every minute from a day on, every SoC and every case of the other facts.
///
/// Where the facts are too many to be distinguished, claims are left out rather than guessed.
public struct Analysis: Sendable {
  var subject: HomeSchedule
  let tests: [TestCase]
  let namedTimes: [NamedTimes]
  let today: CivilDate
  /// Whole numbers of inputs are all gone through where that gives no more settings than these.
  let mostSettings: Int

  /// Prepares to analyse a schedule.
  ///
  /// - Parameters:
  ///   - tests: the program's tests, to find those that repeat another.
  ///   - namedTimes: the program's names of days and windows, to find those that are past.
  ///   - today: the day on the site's clock from which on times matter.
  public init(
    _ subject: HomeSchedule, tests: [TestCase] = [], namedTimes: [NamedTimes] = [], today: CivilDate
  ) {
    self.subject = subject
    self.tests = tests
    self.namedTimes = namedTimes
    self.today = today
    mostSettings = InputCases.many
  }

  /// Prepares to analyse a schedule, the settings of whose inputs are all gone through only where they are no more than so many.
  package init(_ subject: HomeSchedule, today: CivilDate, mostSettings: Int) {
    (self.subject, self.today, self.mostSettings) = (subject, today, mostSettings)
    (tests, namedTimes) = ([], [])
  }

  /// Every kind of finding.
  private static func findings(in space: DecisionSpace) -> [any Findings] {
    [
      ReachFindings(space), CoverageFindings(), UnknownFindings(), TakeoverFindings(), OscillationFindings(),
      ProofFindings(), SaleFindings(), RepeatedTestFindings(),
      TargetFindings(), BlockedFindings(space),
      ClockChangeFindings(), NightFindings(), PastFindings(), ReserveFindings(), SeasonFindings(),
    ]
  }

  /// What there is to say, in the order of the text.
  public func diagnostics() -> [Diagnostic] {
    overInputs(asSet()).sorted {
      ($0.range.file, $0.range.start, $0.code.rawValue, $0.message)
        < ($1.range.file, $1.range.start, $1.code.rawValue, $1.message)
    }
  }

  /// What there is to say of the schedule with its inputs as they are.
  func asSet() -> [Diagnostic] {
    let space = DecisionSpace(subject, from: today)
    var findings = Self.findings(in: space)
    space.forEachScene { scene in
      for index in findings.indices { findings[index].note(scene, in: space) }
    }
    let analysed = AnalysedSchedule(
      subject: subject, tests: tests, namedTimes: namedTimes, today: today, space: space)
    return findings.flatMap { $0.diagnostics(of: analysed) }
  }
}
