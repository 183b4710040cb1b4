/// A stretch of time that comes again every day, or once.
public struct Window: Hashable, Sendable {
  /// When it is, on its own clock.
  public indirect enum Span: Hashable, Sendable {
    /// Minutes of the day; an end that is not after the start (0...1440) lies on the next day.
    case daily(start: Int, end: Int)
    /// Once, from `start` until before `end`.
    case dated(start: LocalTime, end: LocalTime)
    /// Whenever none of these windows is; a tariff's period `otherwise`.
    case outside([Window])
    /// The cheapest or dearest half hours of another stretch.
    case ranked(RankedSpan)
  }

  /// When it is.
  public var span: Span
  /// The clock it is read from, as an index into `Schedule.clocks`; 0 is the site's.
  public var clock: Int
  /// The days on which it starts; nil is every day.
  public var days: DaySet?

  /// Creates a window on the clock number `clock`.
  public init(_ span: Span, clock: Int = 0, days: DaySet? = nil) {
    self.span = span
    self.clock = clock
    self.days = days
  }
}

/// The cheapest (or dearest) `minutes` of the half hours in a daily stretch.
public struct RankedSpan: Hashable, Sendable {
  /// Whether the dearest half hours are meant, by the export price, rather than the cheapest to import.
  public var dearest: Bool
  /// How long in all, in minutes.
  public var minutes: Int
  /// Minute of the day at which the stretch starts.
  public var start: Int
  /// Minute of the day at which it ends; not after the start: on the next day.
  public var end: Int
  /// Whether the half hours must follow one another.
  public var inOneRun: Bool

  /// Creates a choice of `minutes` among the half hours of `start`-`end`.
  public init(dearest: Bool, minutes: Int, start: Int, end: Int, inOneRun: Bool) {
    self.dearest = dearest
    self.minutes = minutes
    self.start = start
    self.end = end
    self.inOneRun = inOneRun
  }
}
