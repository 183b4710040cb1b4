import ScheduleLang

/// Watches that a charger does what it took: only its power says so.
///
/// One that took a stop is to have no power. One that took a current may have less than that, for the car decides, but not
/// more, and not the other direction.
struct Obedience: Hashable {
  /// The power of a charger at a moment, against what it was told.
  struct Sight: Hashable {
    var status: ChargerStatus
    /// The most that the charger can have, either way.
    var most: Amperes
    var voltage: Volts
  }

  /// What it was told.
  private var wasStop: Bool?
  /// Since when it has had power that it was not told to have.
  private var since: Duration?
  private var repeatedAt: Duration?
  private var explicable = ExplicablePower()
  /// Until when it is to stand still, because it did not follow a change; and for how long the next time.
  private var holdEnd: Duration?
  private var hold = Self.firstHold
  /// Since when it has followed.
  private var followsSince: Duration?

  /// For how long a charger may take to come to rest, and how long it is between two stops that are repeated then.
  static let patience: Duration = .seconds(10)
  private static let repetition: Duration = .seconds(3)
  /// From when on a charger that was told twice counts as one that will not be stopped.
  private static let resistance = patience + patience
  /// For how long one that did not follow stands still: each time twice as long, up to an hour.
  private static let firstHold: Duration = .seconds(300)
  private static let longestHold: Duration = .seconds(3600)
  /// After how long of following all is forgotten.
  private static let probation: Duration = .seconds(1800)

  /// Whether the stop is to be repeated at a tick.
  private(set) var demandsStop = false
  /// Whether the stop was taken and power flows all the same; nil where that was not seen this time.
  private(set) var isBroken: Bool? = false
  /// Whether repeating the stop was in vain.
  private(set) var isHopeless = false

  /// Whether the charger is to stand still at `uptime`, because it has not followed a change.
  func holds(at uptime: Duration) -> Bool { holdEnd.map { uptime < $0 } ?? false }

  /// Takes in what a charger says at `uptime`, nil is nothing; `told` is the last that it took, nil where that is not known.
  mutating func note(_ sight: Sight?, told: Amperes?, at uptime: Duration) {
    demandsStop = false
    // A command that may not have arrived changes nothing of what was told before.
    guard let told else { return }
    if (told == .zero) != wasStop { begin(isStop: told == .zero) }
    if told == .zero {
      explicable = ExplicablePower()
      noteStopped(sight?.status, at: uptime)
    } else {
      explicable.note(told, at: uptime)
      noteMoving(sight, at: uptime)
    }
  }

  /// Tries again at once: another car has come, or an order.
  mutating func startAnew() { (holdEnd, hold) = (nil, Self.firstHold) }

  private mutating func begin(isStop: Bool) {
    (wasStop, since, repeatedAt, followsSince) = (isStop, nil, nil, nil)
    (isBroken, isHopeless) = (false, false)
  }

  private mutating func noteStopped(_ status: ChargerStatus?, at uptime: Duration) {
    guard let status, let isWithoutPower = status.isWithoutPower else { return isBroken = nil }
    guard !isWithoutPower else { return begin(isStop: true) }
    let start = since ?? uptime
    since = start
    isBroken = uptime - start >= Self.patience
    isHopeless = uptime - start >= Self.resistance
    guard isBroken == true, repeatedAt.map({ uptime - $0 >= Self.repetition }) ?? true else { return }
    demandsStop = true
    repeatedAt = uptime
  }

  /// Whether the charger does what it was told within the last half minute; nil where that is not seen.
  private func follows(_ sight: Sight) -> Bool? {
    let most = sight.most.value
    // What no current of the charger explains is a mistake of its measurement.
    if let power = sight.status.power, power.value.isFinite,
      ExplicablePower.explains(power, by: -most...most, voltage: sight.voltage)
    {
      return explicable.explains(power, most: most, voltage: sight.voltage)
    }
    return switch sight.status.state {
    case .charging: explicable.hasSeen(direction: 1)
    case .discharging: explicable.hasSeen(direction: -1)
    default: nil
    }
  }

  private mutating func noteMoving(_ sight: Sight?, at uptime: Duration) {
    guard let sight, let follows = follows(sight) else { return }
    guard !follows else {
      let start = followsSince ?? uptime
      (since, followsSince) = (nil, start)
      if uptime - start >= Self.probation { hold = Self.firstHold }
      return
    }
    followsSince = nil
    let start = since ?? uptime
    since = start
    guard uptime - start >= Self.patience else { return }
    holdEnd = uptime + hold
    hold = min(hold * 2, Self.longestHold)
  }
}
