import ScheduleLang

/// When a charger that was started and moves no power is started again: twice at once, then ever more rarely.
///
/// A full or sleeping car would otherwise be woken up every half minute. Power that flows, another car, an order and a
/// kind of action that was not tried since begin anew.
struct StartBackoff: Hashable {
  /// How many starts in vain come one after the other, as soon as guard times allow.
  private static let freeStarts = 3
  private static let firstWait: Duration = .seconds(60)
  private static let longestWait: Duration = .seconds(900)

  private var starts = 0
  private var wait = Self.firstWait
  private var retry: Duration?
  /// The kinds of action for which it was started in vain.
  private var tried: Set<ActionKind> = []

  /// Whether a start for `action` has to wait at `uptime`.
  func holds(_ action: ActionKind, at uptime: Duration) -> Bool {
    guard tried.contains(action), let retry else { return false }
    return uptime < retry
  }

  /// Notes a start, for `action`, of a charger that moved no power.
  mutating func started(_ action: ActionKind, at uptime: Duration) {
    tried.insert(action)
    starts += 1
    guard starts >= Self.freeStarts else { return }
    retry = uptime + wait
    wait = min(wait * 2, Self.longestWait)
  }

  /// Begins anew.
  mutating func reset() { self = StartBackoff() }
}
