/// `from START, SERIES: …`: readings that change from minute to minute, and what is expected on the way.
public struct ScenarioSyntax: Sendable {
  /// What one reading does.
  public struct Series: Sendable {
    /// Which reading; nil is whether a car is connected.
    public var reading: Reading?
    /// What it does, one after the other.
    public var segments: [Segment]
    /// The whole series.
    public var range: SourceRange
  }

  /// A stretch in which a reading does one thing.
  public struct Segment: Sendable {
    /// What it does.
    public enum Kind: Sendable {
      case value(QuantitySyntax)
      case change(every: QuantitySyntax, by: QuantitySyntax)
      case unknown, stale
      case pluggedIn(Bool)
    }

    /// What it does.
    public var kind: Kind
    /// For how long.
    public var length: QuantitySyntax?
    /// Where it is.
    public var range: SourceRange
  }

  /// What is expected at a time, or throughout a stretch of time.
  public struct Expectation: Sendable {
    /// The day that is named.
    public var days: TestCase.Row.Days
    /// Minute of the day.
    public var minute: Int
    /// Where it ends, as a minute of the day.
    public var end: Int?
    /// The decision that is expected.
    public var expected: ActionSyntax
    /// The times.
    public var timeRange: SourceRange
    /// All of it.
    public var range: SourceRange
  }

  /// The days on which it starts.
  public var days: TestCase.Row.Days
  /// The minute of the day at which it starts.
  public var minute: Int
  /// The inputs that are given; they stay as they are.
  public var inputs: [(name: Word, value: GivenInputSyntax)] = []
  /// What the readings do.
  public var series: [Series] = []
  /// What is expected.
  public var expectations: [Expectation] = []
  /// Its head, up to the `:`.
  public var range: SourceRange
}
