/// A stretch of time with one offset from UTC, up to the start of the next.
struct OffsetSpan: Hashable, Sendable {
  /// Seconds since 1970; the first span of a zone starts at `Int64.min`.
  var start: Int64
  /// Seconds east of UTC.
  var offset: Int
}
