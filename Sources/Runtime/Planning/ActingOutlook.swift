import ScheduleLang

/// The times until a deadline in which its rule may act, with all that they depend on.
struct ActingOutlook: Hashable, Sendable {
  let action: Action
  let deadline: Instant
  /// The prices that it was found by.
  let fingerprint: Int
  /// How the conditions stood that it was found by; nil where they change by themselves.
  let facts: [Truth]?
  /// In order; none touches an equal one.
  private(set) var times: [ActingTime]

  init(action: Action, deadline: Instant, fingerprint: Int, facts: [Truth]?, times: [ActingTime]) {
    self.action = action
    self.deadline = deadline
    self.fingerprint = fingerprint
    self.facts = facts
    self.times = times
  }

  /// Adds a time behind all others.
  mutating func append(_ time: ActingTime) {
    if let last = times.last, last.time.upperBound == time.time.lowerBound, last.price == time.price,
      last.speed == time.speed
    {
      times[times.count - 1].time = last.time.lowerBound..<time.time.upperBound
    } else {
      times.append(time)
    }
  }

  /// The times that are left at `now`.
  func times(from now: Instant) -> [ActingTime] {
    times.compactMap {
      guard $0.time.upperBound > now else { return nil }
      var rest = $0
      rest.time = max(now, $0.time.lowerBound)..<$0.time.upperBound
      return rest
    }
  }
}
