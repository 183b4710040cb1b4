import ScheduleLang

/// What came of a program's test blocks.
public struct TestReport: Sendable {
  /// What came of one row.
  public enum Verdict: Sendable {
    /// It holds at every time that it names.
    case passed
    /// It holds, but on some days only for what the site's SoC range leaves of the decision, which is `wanted`
    /// on the first of them.
    case passedAsApplied(wanted: Decision)
    /// It does not hold.
    case failed(TestFailure)
    /// The time that it names never occurs.
    case neverOccurs
  }

  /// A row, or what a scenario expects at one of its times, and what came of it.
  public struct Row: Sendable {
    /// Where it is written.
    public var range: SourceRange
    /// The decision that is expected.
    public var expected: Decision
    /// What came of it.
    public var verdict: Verdict

    /// Whether the row holds.
    public var isPassed: Bool {
      switch verdict {
      case .passed, .passedAsApplied: true
      case .failed, .neverOccurs: false
      }
    }
  }

  /// A test block and what came of its rows.
  public struct Test: Sendable {
    /// Its name.
    public var name: String
    /// Where its head is written.
    public var range: SourceRange
    /// Its rows and what its scenarios expect, as they are written.
    public var rows: [Row]

    /// Whether every row holds.
    public var isPassed: Bool { rows.allSatisfy(\.isPassed) }
  }

  /// The tests in the order of the file.
  public let tests: [Test]
  /// The rules that decided where a decision was expected, as indices into `Schedule.rules`.
  public let reachedRules: Set<Int>

  /// Whether every test passed.
  public var isPassed: Bool { tests.allSatisfy(\.isPassed) }
}
