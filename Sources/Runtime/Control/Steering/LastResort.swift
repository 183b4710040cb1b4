/// Leaves a charger alone that gives or takes power and refuses to be stopped, until its own time-out has stopped it.
///
/// Whatever it is asked begins that time-out anew: asked every second how it is, it would never stop by itself.
struct LastResort: Hashable {
  /// What a tick has shown.
  enum Finding {
    /// The charger has no more power than is permitted, or took a command that ends that.
    case fine
    /// It could not be read, and nothing is known of it.
    case unclear
    /// It has more, and the command against that failed; `isRefused` where it understood and would not.
    case resists(isRefused: Bool)
  }

  /// Since when it has resisted, and whether it has refused since then, which an unreachable one does not.
  private var since: Duration?
  private var hasRefused = false
  private var end: Duration?
  /// The direction of its power when it was left alone.
  private(set) var direction = Direction.idle
  /// Until when it is not left alone again, since that did not help.
  private var retry: Duration?

  /// For how long it resists before it is left alone: stops are among the last commands, for one that only refuses to
  /// take less.
  static let patience = Steering.patience + .seconds(3)
  /// For how much longer than its time-out it is left alone.
  static let margin: Duration = .seconds(5)
  /// For how long at least it is told to stop again and again where leaving it alone did not help, which may help the next
  /// time; three times as long as it was left alone where that is longer.
  static let retryInterval: Duration = .seconds(180)
  /// The longest time-out that is waited for, unseeing.
  static let longestTimeout: Duration = .seconds(300)

  /// Whether the charger is to be left alone at `uptime`.
  func holds(at uptime: Duration) -> Bool { end.map { uptime < $0 } ?? false }

  /// Asks the charger again from the next tick on: what it does is wanted by now.
  mutating func relent() { self = LastResort() }

  /// Notes what a tick at `uptime` has shown; gives for how long the charger is left alone where that begins now.
  ///
  /// - Parameters:
  ///   - direction: that of its power.
  ///   - failsafeTimeout: after how long without a request the charger stops by itself; nil where it does not.
  mutating func note(
    _ finding: Finding, direction: Direction, failsafeTimeout: Duration?, at uptime: Duration
  ) -> Duration? {
    switch finding {
    case .fine:
      (since, hasRefused, retry) = (nil, false, nil)
      return nil
    case .unclear: return nil
    case .resists(let isRefused):
      let start = since ?? uptime
      since = start
      hasRefused = hasRefused || isRefused
      guard let failsafeTimeout, failsafeTimeout <= Self.longestTimeout, hasRefused,
        uptime - start >= Self.patience, uptime >= retry ?? uptime
      else { return nil }
      let time = failsafeTimeout + Self.margin
      self.direction = direction
      (end, retry) = (uptime + time, uptime + time + max(Self.retryInterval, time * 3))
      return time
    }
  }
}
