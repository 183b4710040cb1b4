/// A `test` block, its names resolved.
public struct TestCase: Hashable, Sendable {
  /// One row: a moment, readings and the decision that is expected.
  public struct Row: Hashable, Sendable {
    /// On which days the row must hold.
    public enum Days: Hashable, Sendable {
      case every
      case weekday(Weekday)
      case date(CivilDate)
    }

    /// On which days it must hold.
    public var days: Days
    /// The minute of the day.
    public var minute: Int
    /// Readings in base units: a listed nil is unknown, so is one that is not listed, but for prices, which
    /// then are those of the tariff.
    public var readings: [Reading: Double?]
    /// Whether the car is plugged in.
    public var pluggedIn: Bool
    /// How switches are set.
    public var inputs = InputValues()
    /// The decision after clips.
    public var expected: Decision
    /// Where it is written.
    public var range: SourceRange

    /// Creates a row.
    public init(
      days: Days, minute: Int, readings: [Reading: Double?], pluggedIn: Bool, expected: Decision,
      range: SourceRange
    ) {
      self.days = days
      self.minute = minute
      self.readings = readings
      self.pluggedIn = pluggedIn
      self.expected = expected
      self.range = range
    }
  }

  /// Its name.
  public var name: String
  /// Its rows.
  public var rows: [Row]
  /// Its scenarios.
  public var scenarios: [TestScenario] = []
  /// Where its head is written.
  public var range: SourceRange

  /// Creates a test.
  public init(name: String, rows: [Row], range: SourceRange) {
    self.name = name
    self.rows = rows
    self.range = range
  }
}
