/// What one reading does in the course of a test's scenario.
public struct ReadingSeries: Hashable, Sendable {
  /// A stretch in which the reading does one thing.
  public enum Segment: Hashable, Sendable {
    /// It has this value, in its base unit.
    case value(Double)
    /// It changes by so much, in its base unit, each time so many seconds have passed.
    case change(by: Double, every: Int)
    case unknown
    /// Nothing new is heard of it.
    case stale
  }

  /// What is known of the reading at one moment.
  public enum State: Hashable, Sendable {
    case value(Double)
    case unknown
    /// Nothing has been heard of it for so many seconds; before that it had this value, if it was known.
    case stale(Double?, seconds: Int)
  }

  private struct Placed: Hashable {
    var segment: Segment
    var start: Int
    /// What the reading was at last when the segment starts; nil where it had no value yet.
    var base: Double?
  }

  private var placed: [Placed] = []
  /// How long it lasts, in seconds; nil where its last segment has no end.
  public private(set) var length: Int? = 0
  /// Its value at its end; nil where it never had one.
  public private(set) var last: Double?

  /// Creates a series without segments: the reading is unknown.
  public init() {}

  /// Whether the reading stays as it is throughout.
  public var isConstant: Bool { placed.count < 2 && length == nil }

  /// Adds a segment of so many `seconds`, nil being without end, behind one that has an end.
  public mutating func append(_ segment: Segment, seconds: Int?) {
    let start = length ?? 0
    placed.append(Placed(segment: segment, start: start, base: last))
    length = seconds.map { start + $0 }
    switch segment {
    case .value(let value): last = value
    case .change(let step, let period):
      last = last.map { $0 + Double((seconds ?? 0) / max(1, period)) * step }
    case .unknown, .stale: break
    }
  }

  /// What is known of the reading so many seconds after the start; behind its end it keeps its last value.
  public func state(at seconds: Int) -> State {
    guard let current = placed.last(where: { $0.start <= seconds }) else { return .unknown }
    let elapsed = seconds - current.start
    switch current.segment {
    case .value(let value): return .value(value)
    case .change(let step, let period):
      guard let base = current.base else { return .unknown }
      let steps = min(elapsed, (length ?? .max) - current.start) / max(1, period)
      return .value(base + Double(steps) * step)
    case .unknown: return .unknown
    case .stale: return .stale(isUnknown(before: current) ? nil : current.base, seconds: elapsed)
    }
  }

  private func isUnknown(before segment: Placed) -> Bool {
    let earlier = placed.last { $0.start < segment.start }
    if case .unknown? = earlier?.segment { return true }
    return false
  }
}
