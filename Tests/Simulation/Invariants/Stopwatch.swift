/// For how long something has been so without a break.
struct Stopwatch {
  private var start: VirtualTime?

  /// Notes whether it is so at `now`; gives for how long it has been.
  mutating func note(_ holds: Bool, at now: VirtualTime) -> VirtualTime {
    guard holds else {
      start = nil
      return 0
    }
    if start == nil { start = now }
    return now.since(start ?? now)
  }
}
