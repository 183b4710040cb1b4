import Runtime
import ScheduleLang

/// Exact analyses of a schedule over every minute from a day on, every SoC and every case of the other facts.
///
/// Where the facts are too many to be told apart, claims are left out rather than guessed.
public struct Analysis: Sendable {
  let subject: HomeSchedule
  let tests: [TestCase]
  let namedTimes: [NamedTimes]
  let today: CivilDate

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
  }

  /// What there is to say, in the order of the text.
  public func diagnostics() -> [Diagnostic] {
    let space = DecisionSpace(subject, from: today)
    var reach = ReachFindings(space)
    var coverage = CoverageFindings()
    var unknown = UnknownFindings()
    var takeovers = TakeoverFindings()
    var oscillations = OscillationFindings()
    var proofs = ProofFindings()
    var blocked = BlockedFindings(space)
    var sales = SaleFindings()
    space.forEachScene { scene in
      reach.note(scene, in: space)
      coverage.note(scene, in: space)
      unknown.note(scene, in: space)
      takeovers.note(scene, in: space)
      oscillations.note(scene, in: space)
      proofs.note(scene, in: space)
      blocked.note(scene, in: space)
      sales.note(scene, in: space)
    }
    var found = reach.diagnostics(in: space, today: today) + coverage.diagnostics(in: space)
    found += unknown.diagnostics(in: space) + takeovers.diagnostics(in: space)
    found += oscillations.diagnostics(in: space) + proofs.diagnostics(in: space)
    found += blocked.diagnostics(in: space) + sales.diagnostics(in: space)
    found += repeatedTests() + timeFindings() + targetFindings(in: space)
    found += reserveFindings() + seasonFindings(in: space) + pastNames()
    return found.sorted {
      ($0.range.file, $0.range.start, $0.code.rawValue, $0.message)
        < ($1.range.file, $1.range.start, $1.code.rawValue, $1.message)
    }
  }
}
