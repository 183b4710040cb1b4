import Runtime
import ScheduleLang

/// Where a row or a scenario of a test does not hold.
public struct TestFailure: Sendable {
  /// One evaluation of a scenario.
  public struct Evaluation: Hashable, Sendable {
    /// When.
    public var moment: Moment
    /// What the decision was made from.
    public var readings: Readings
    /// What was decided.
    public var outcome: Outcome
  }

  /// What is decided at the first time at which it does not hold, and why.
  public var explanation: Explanation
  /// When the scenario started; nil for a row.
  public var start: Moment?
  /// The evaluations of the scenario around that time; empty for a row.
  public var course: [Evaluation]
}
