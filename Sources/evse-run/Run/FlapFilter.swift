import Platform

/// Keeps a device that fails and works again all the time from filling a log: ten changes are reported at once, then one
/// a minute.
///
/// How things stand is never kept back for longer than a minute. All times are uptimes: setting a clock changes nothing.
struct FlapFilter: Hashable {
  /// A change that is to be reported.
  struct News: Hashable {
    /// Why the device fails; nil where it works again.
    var failure: DeviceError?
    /// How many changes between the last that was reported and this one are left out.
    var leftOut = 0
  }

  private static let burst = 10
  private static let interval: Duration = .seconds(60)

  /// The newest change, while it is not reported.
  private var kept: News?
  /// When all that was reported would be paid for, at one change an interval.
  private var paidUp: Duration = .zero

  /// Takes in a change; what comes of it is to be reported at once, nil where nothing is.
  mutating func take(_ failure: DeviceError?, at uptime: Duration) -> News? {
    kept = News(failure: failure, leftOut: kept.map { $0.leftOut + 1 } ?? 0)
    return due(at: uptime)
  }

  /// What was kept back and is to be reported by now; to be asked every second or so.
  mutating func due(at uptime: Duration) -> News? {
    let paidUp = max(paidUp, uptime) + Self.interval
    guard kept != nil, paidUp - uptime <= Self.interval * Self.burst else { return nil }
    self.paidUp = paidUp
    return takeKept()
  }

  /// What was kept back, at the end of a run.
  mutating func takeKept() -> News? {
    defer { kept = nil }
    return kept
  }
}
