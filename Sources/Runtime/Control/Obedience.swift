import ScheduleLang

/// Watches that a charger which took a stop does stop: only power that is seen to be 0 says so.
struct Obedience: Hashable {
  /// Since when the charger has been told to stand still and power flows.
  private var since: Duration?
  private var repeatedAt: Duration?

  /// For how long a charger may take to come to rest, and how long it is between two stops that are repeated.
  static let patience: Duration = .seconds(10)
  /// From when on a charger that was told twice counts as one that will not be stopped.
  private static let resistance = patience + patience

  /// Whether the stop is to be repeated at a tick.
  private(set) var demandsStop = false
  /// Whether the stop was taken and power flows all the same; nil where that was not seen this time.
  private(set) var isBroken: Bool? = false
  /// Whether repeating the stop was in vain.
  private(set) var isHopeless = false

  /// Takes in what a charger says at `uptime`, nil is nothing; a stop may be the last that it took.
  mutating func note(_ status: ChargerStatus?, isToldToStop: Bool, at uptime: Duration) {
    demandsStop = false
    guard isToldToStop else { return self = Obedience() }
    guard let status, let isWithoutPower = status.isWithoutPower else { return isBroken = nil }
    guard !isWithoutPower else { return self = Obedience() }
    let start = since ?? uptime
    since = start
    isBroken = uptime - start >= Self.patience
    isHopeless = uptime - start >= Self.resistance
    guard isBroken == true, uptime - (repeatedAt ?? start) >= Self.patience else { return }
    demandsStop = true
    repeatedAt = uptime
  }
}
