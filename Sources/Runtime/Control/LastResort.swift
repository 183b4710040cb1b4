/// Leaves a charger alone that gives or takes power and refuses to be stopped, until its own time-out has stopped it.
///
/// Whatever it is asked begins that time-out anew: asked every second how it is, it would never stop by itself.
struct LastResort: Hashable {
  /// What became of a tick's command.
  enum Attempt {
    /// The charger took it, or has no more power than is permitted.
    case none
    /// It would have taken power away and failed; `isRefused` where the charger understood it and would not.
    case failed(isRefused: Bool)
  }

  /// Since when every command has failed.
  private var since: Duration?
  private var hasRefused = false
  private var end: Duration?

  /// For how long commands fail before the charger is left alone: stops are among the last of them, for one that
  /// only refuses to take less.
  static let patience = Steering.patience + .seconds(3)
  /// For how much longer than its time-out it is left alone.
  static let margin: Duration = .seconds(5)

  /// Whether the charger is to be left alone at `uptime`.
  func holds(at uptime: Duration) -> Bool { end.map { uptime < $0 } ?? false }

  /// Notes what became of the command of a tick at `uptime`; gives for how long the charger is left alone where that
  /// begins now.
  ///
  /// - Parameter ownTimeout: after how long without a request the charger stops by itself; nil where it does not.
  mutating func note(_ attempt: Attempt, ownTimeout: Duration?, at uptime: Duration) -> Duration? {
    guard case .failed(let isRefused) = attempt, let ownTimeout else {
      (since, hasRefused) = (nil, false)
      return nil
    }
    let start = since ?? uptime
    (since, hasRefused) = (start, hasRefused || isRefused)
    guard hasRefused, uptime - start >= Self.patience else { return nil }
    (since, hasRefused) = (nil, false)
    end = uptime + ownTimeout + Self.margin
    return ownTimeout + Self.margin
  }
}
