import ScheduleLang

/// When a wall clock shows a minute; changes of clocks skip some and repeat others.
public enum LocalOccurrences: Hashable, Sendable {
  /// At one instant, the first of the minute.
  case once(Instant)
  /// Twice, as clocks go back in between.
  case twice(first: Instant, second: Instant)
  /// Never, as clocks go forward over it; `next` is the first instant after the gap.
  case skipped(next: Instant)

  /// The first instant that shows the minute, or the first after the gap that swallowed it.
  public var first: Instant {
    switch self {
    case .once(let instant), .twice(let instant, _), .skipped(let instant): instant
    }
  }

  /// The last instant that shows the minute, or the first after the gap that swallowed it.
  public var last: Instant {
    switch self {
    case .once(let instant), .twice(_, let instant), .skipped(let instant): instant
    }
  }
}

/// A change of clocks.
public struct OffsetChange: Hashable, Sendable {
  /// The first instant with the new offset.
  public var instant: Instant
  /// Seconds east of UTC until then.
  public var before: Int
  /// Seconds east of UTC from then on.
  public var after: Int

  /// Creates a change at `instant`.
  public init(instant: Instant, before: Int, after: Int) {
    self.instant = instant
    self.before = before
    self.after = after
  }
}
