/// `test NAME { … }`.
public struct TestSyntax: Sendable {
  /// One row.
  public struct Row: Sendable {
    /// A reading that is given; nil is unknown.
    public struct Assignment: Sendable {
      /// Which reading.
      public var reading: Reading
      /// What it is.
      public var value: QuantitySyntax?
      /// Where it is.
      public var range: SourceRange
    }

    /// The days on which it must hold.
    public var days: TestCase.Row.Days
    /// Minute of the day.
    public var minute: Int
    /// The readings that are given.
    public var assignments: [Assignment]
    /// Whether a car is connected.
    public var pluggedIn: Bool
    /// The inputs that are given.
    public var inputs: [(name: Word, value: GivenInputSyntax)] = []
    /// The decision that is expected.
    public var expected: ActionSyntax
    /// The whole row.
    public var range: SourceRange
  }

  /// Its name.
  public var name: Word
  /// Its rows.
  public var rows: [Row] = []
  /// Its scenarios.
  public var scenarios: [ScenarioSyntax] = []
  /// Its head.
  public var range: SourceRange
}
