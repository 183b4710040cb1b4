/// When a car is connected in the course of a test's scenario.
public struct PlugSeries: Hashable, Sendable {
  let series: ReadingSeries

  /// Creates it from a series whose values are 1 while a car is connected and 0 while none is.
  init(_ series: ReadingSeries) { self.series = series }

  /// Whether a car is connected so many seconds after the start.
  public func isPluggedIn(at seconds: Int) -> Bool { series.state(at: seconds) != .value(0) }
}
