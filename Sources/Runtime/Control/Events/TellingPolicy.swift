import ScheduleLang

/// Says which troubles an owner is to be told of beyond the log: each once, once more when it is over, and none twice in an hour.
public struct TellingPolicy: Hashable, Sendable {
  /// What is to be told.
  public enum News: Hashable, Sendable {
    case began(Trouble)
    case ended(Trouble)
  }

  /// What was told of one kind of trouble.
  public struct Told: Hashable, Sendable {
    /// When its beginning was told last.
    public var instant: Instant
    /// Its words, where its end was not told yet; nil where it was.
    public var open: String?

    /// Creates what was told.
    public init(at instant: Instant, open: String?) { (self.instant, self.open) = (instant, open) }
  }

  /// For how long a kind of trouble is not told again, in seconds.
  static let rest: UInt64 = 3600
  /// For how long after a start nothing is over: what an earlier run has told may not have been seen again yet.
  static let patience: Duration = .seconds(120)

  /// What was told, by kind; it outlives the program.
  public private(set) var told: [Trouble.Kind: Told]
  private var started: Duration?

  /// Creates a policy that goes on from what an earlier run has told.
  public init(told: [Trouble.Kind: Told] = [:]) { self.told = told }

  /// What is to be told at `now`, where these troubles are.
  public mutating func news(of troubles: [Trouble], at uptime: Duration, now: Instant) -> [News] {
    let started = started ?? uptime
    self.started = started
    if troubles.isEmpty, !told.values.contains(where: { $0.open != nil }) { return [] }
    var news: [News] = []
    for trouble in troubles where isDue(trouble, at: now) {
      told[trouble.kind] = Told(at: now, open: trouble.kind.isMoment ? nil : trouble.text)
      news.append(.began(trouble))
    }
    guard uptime - started >= Self.patience else { return news }
    let present = Set(troubles.map(\.kind))
    for kind in Trouble.Kind.allCases where !present.contains(kind) {
      guard let before = told[kind], let text = before.open else { continue }
      told[kind] = Told(at: before.instant, open: nil)
      news.append(.ended(Trouble(kind, text, since: before.instant)))
    }
    return news
  }

  /// Whether a trouble is to be told: it was not, its last time is an hour ago, or its kind is to be repeated.
  private func isDue(_ trouble: Trouble, at now: Instant) -> Bool {
    guard let before = told[trouble.kind] else { return true }
    // A clock that is set back holds nothing up for longer than that.
    let passed = (now.seconds &- before.instant.seconds).magnitude
    if trouble.kind.isMoment { return passed >= Self.rest && trouble.since.seconds > before.instant.seconds }
    guard before.open != nil else { return passed >= Self.rest }
    return trouble.kind.repetition.map { passed >= UInt64(max(0, $0.components.seconds)) } ?? false
  }
}
