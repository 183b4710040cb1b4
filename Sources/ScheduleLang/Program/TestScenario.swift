/// A start, readings that change from minute to minute, and the decisions that are expected on the way.
public struct TestScenario: Hashable, Sendable {
  /// What is expected at one time or throughout a stretch of time.
  public struct Expectation: Hashable, Sendable {
    /// When it starts, as minutes on the wall clock since the midnight before the scenario's start.
    public var start: Int
    /// When it ends, likewise; nil is one evaluation at `start`.
    public var end: Int?
    /// The decision after clips.
    public var decision: Decision
    /// Where it is written.
    public var range: SourceRange

    /// Creates an expectation.
    public init(start: Int, end: Int? = nil, decision: Decision, range: SourceRange) {
      self.start = start
      self.end = end
      self.decision = decision
      self.range = range
    }

    /// The last minute that it is about, as minutes since the midnight before the scenario's start.
    public var lastMinute: Int { end.map { $0 - 1 } ?? start }
  }

  /// The days on which it starts; it must hold from each of them on.
  public var days: TestCase.Row.Days
  /// The minute of the day at which it starts.
  public var minute: Int
  /// What each reading does; those that are not listed are unknown, but for prices, which then are those of the
  /// tariff.
  public var readings: [Reading: ReadingSeries]
  /// How switches are set.
  public var inputs = InputValues()
  /// When a car is connected; nil is throughout.
  public var plug: PlugSeries?
  /// What is expected, in the order of its times.
  public var expectations: [Expectation]
  /// Where its head is written.
  public var range: SourceRange

  /// Creates a scenario without readings and expectations.
  public init(days: TestCase.Row.Days, minute: Int, range: SourceRange) {
    self.days = days
    self.minute = minute
    self.readings = [:]
    self.expectations = []
    self.range = range
  }

  /// For how many seconds its readings change; nil where one that changes has no end, or none changes.
  public var length: Int? {
    let lengths = (Array(readings.values) + [plug?.series].compactMap(\.self)).filter { !$0.isConstant }.map(
      \.length)
    return lengths.contains(nil) ? nil : lengths.compactMap(\.self).max()
  }
}
