import ScheduleLang

/// When a charger that was started and moves no power, or none for long, is started again: twice at once, then ever more
/// rarely.
///
/// A full or sleeping car would otherwise be woken up every half minute. Power that flows for some minutes or until it is
/// stopped, another car, an order and a kind of action that was not tried since begin anew. A start of which nothing was seen
/// before it was ended says nothing of the car.
struct StartBackoff: Hashable {
  /// How many starts in vain come one after the other, as soon as guard times allow.
  private static let freeStarts = 3
  private static let firstWait: Duration = .seconds(60)
  private static let longestWait: Duration = .seconds(900)

  /// For how long power must flow for a start to have been worth it.
  private static let worthwhile: Duration = .seconds(300)
  /// For how long the charger must have gone unseen for its own time-out to be what may have ended its power.
  private static let shortestTimeout: Duration = .seconds(10)

  /// For how long a started charger must have been seen without power for the start to have been in vain.
  private static let judgement: Duration = .seconds(5)

  private struct Unjudged: Hashable {
    var startedAt: Duration
    var quiet = Duration.zero
  }

  private var starts = 0
  /// When it was last started, as long as nothing shows what comes of it; and for how long it has been seen without power since.
  private var unjudged: Unjudged?
  /// Since when power has flowed.
  private var flowsSince: Duration?
  private var seenAt: Duration?
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
    unjudged = Unjudged(startedAt: uptime)
    starts += 1
    guard starts >= Self.freeStarts else { return }
    retry = uptime + wait
    wait = min(wait * 2, Self.longestWait)
  }

  /// Takes in whether power flows at `uptime`.
  mutating func note(isFlowing: Bool, at uptime: Duration) {
    let gap = seenAt.map { uptime - $0 } ?? .zero
    let isUnseen = gap >= Self.shortestTimeout
    defer { seenAt = uptime }
    judge(isFlowing: isFlowing, after: isUnseen ? .zero : gap)
    guard isFlowing else {
      if isUnseen { ended() }
      flowsSince = nil
      return
    }
    let since = flowsSince ?? uptime
    flowsSince = since
    if uptime - since >= Self.worthwhile { reset() }
  }

  /// Power that flows is ended by the program itself, or by the charger's own time-out: the car would have gone on.
  mutating func ended() {
    if flowsSince != nil { return reset() }
    guard let unjudged else { return }
    self.unjudged = nil
    if let retry { self.retry = min(retry, unjudged.startedAt + Self.firstWait) }
  }

  /// Tells what came of the last start, `gap` after the charger was last seen.
  private mutating func judge(isFlowing: Bool, after gap: Duration) {
    unjudged?.quiet += gap
    if isFlowing || (unjudged?.quiet ?? .zero) >= Self.judgement { unjudged = nil }
  }

  /// Begins anew.
  mutating func reset() { self = StartBackoff() }
}
