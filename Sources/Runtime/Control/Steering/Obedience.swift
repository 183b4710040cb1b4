import ScheduleLang

/// Watches that a charger does what it took: only its power says so.
///
/// One that took a stop is to have no power. One that took a current may have less than that, for the car decides, but not
/// much more, and not the other direction; nor so much that a limit of the site is exceeded, however little that is.
struct Obedience: Hashable {
  /// The power of a charger at a moment, against what it was told.
  struct Sight: Hashable {
    var status: ChargerStatus
    /// The most that the charger can have, either way.
    var most: Amperes
    var voltage: Volts
    /// Whether the site's limit, which the charger's current was to keep, is exceeded by more than an ampere.
    var exceedsLimit = false
  }

  /// What it was told.
  private var wasStop: Bool?
  /// Since when it has had power that it was not told to have.
  private var since: Duration?
  private var repeatedAt: Duration?
  /// Since when it has had power in the other direction, or the site's limit was exceeded by what it has too much.
  private var harmfulSince: Duration?
  private var explicable = ExplicablePower()
  /// Until when it is to stand still, because it did not follow a change; and for how long the next time.
  private var holdEnd: Duration?
  private var hold = Self.firstHold
  /// Since when it has followed.
  private var followsSince: Duration?

  /// For how long a charger may take to come to rest, and how long it is between two stops that are repeated then.
  static let patience: Duration = .seconds(10)
  /// For how long it may have power in the other direction, or so much that a limit is exceeded; a fuse does not wait until
  /// what it had before is of no account.
  static let settling: Duration = .seconds(15)
  /// By how much (a share of it, and an ampere) it may have more than it was told where a limit is exceeded.
  private static let tolerance = 1.05
  private static let repetition: Duration = .seconds(3)
  /// From when on a charger that was told twice counts as one that will not be stopped.
  private static let resistance = patience + patience
  /// For how long one that did not follow stands still: each time twice as long, up to an hour.
  private static let firstHold: Duration = .seconds(300)
  private static let longestHold: Duration = .seconds(3600)
  /// For how long in all it may have a current of another hand, and how far apart looks at it may be to count.
  private static let longestAnother: Duration = .seconds(120)
  private static let longestGap: Duration = .seconds(5)
  /// After how long of following all is forgotten.
  private static let probation: Duration = .seconds(1800)

  /// For how long it has had a current of another hand, and when it was last seen so.
  private var anotherFor: Duration = .zero
  private var anotherAt: Duration?
  /// Whether the stop is to be repeated at a tick.
  private(set) var demandsStop = false
  /// Whether the stop was taken and power flows all the same; nil where that was not seen this time.
  private(set) var isBroken: Bool? = false
  /// Whether repeating the stop was in vain.
  private(set) var isHopeless = false

  /// Whether the charger is to stand still at `uptime`, because it has not followed a change.
  func holds(at uptime: Duration) -> Bool { holdEnd.map { uptime < $0 } ?? false }

  /// Takes in what a charger says at `uptime`, nil is nothing; `commanded` is the last that it took, nil where that is not known.
  mutating func note(_ sight: Sight?, commanded: Amperes?, at uptime: Duration) {
    demandsStop = false
    // A command that may not have arrived changes nothing of what was told before.
    guard let commanded else { return }
    if (commanded == .zero) != wasStop { begin(isStop: commanded == .zero) }
    if commanded == .zero {
      explicable = ExplicablePower()
      noteStopped(sight?.status, at: uptime)
    } else {
      explicable.note(commanded, at: uptime)
      noteMoving(sight, commanded: commanded, at: uptime)
    }
  }

  /// Tries again at once: another car has come, or an order.
  mutating func startAnew() { (holdEnd, hold, anotherFor) = (nil, Self.firstHold, .zero) }

  private mutating func begin(isStop: Bool) {
    (wasStop, since, repeatedAt, followsSince, harmfulSince) = (isStop, nil, nil, nil, nil)
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

  /// The power, unless no current of the charger explains it, which is a mistake of its measurement.
  private func measured(_ sight: Sight) -> Watts? {
    let most = sight.most.value
    guard let power = sight.status.power, power.value.isFinite,
      ExplicablePower.explains(power, by: -most...most, voltage: sight.voltage)
    else { return nil }
    return power
  }

  /// Whether the charger does what it was told within the last half minute; nil where that is not seen.
  private func follows(_ sight: Sight) -> Bool? {
    if let power = measured(sight) {
      return explicable.explains(power, most: sight.most.value, voltage: sight.voltage)
    }
    return switch sight.status.state {
    case .charging: explicable.hasSeen(.charging)
    case .discharging: explicable.hasSeen(.discharging)
    default: nil
    }
  }

  /// Whether it has power in the other direction than it was told, or more than it was told where a limit is exceeded.
  private func harms(_ sight: Sight, commanded: Amperes) -> Bool {
    // What the electronics take is no direction.
    guard let measured = measured(sight), measured.value.magnitude >= ChargerStatus.standby.value else {
      return false
    }
    guard (measured.value > 0) == (commanded.value > 0) else { return true }
    let most = (Double(commanded.value.magnitude) * Self.tolerance + 1) * sight.voltage.value
    return sight.exceedsLimit && measured.value.magnitude > most
  }

  /// Whether it has the current that it says it was set to, by another hand.
  private func followsAnother(_ sight: Sight, commanded: Amperes) -> Bool {
    guard let other = sight.status.setPoint?.value, other != commanded.value, let power = measured(sight)
    else {
      return false
    }
    return ExplicablePower.explains(power, by: min(0, other)...max(0, other), voltage: sight.voltage)
  }

  private mutating func noteMoving(_ sight: Sight?, commanded: Amperes, at uptime: Duration) {
    guard let sight, let follows = follows(sight) else { return }
    if !follows, followsAnother(sight, commanded: commanded), !sight.exceedsLimit {
      // It is told again, as soon as guard times allow; one that never takes it on follows nobody.
      anotherFor += min(uptime - (anotherAt ?? uptime), Self.longestGap)
      anotherAt = uptime
      if anotherFor < Self.longestAnother {
        (since, harmfulSince, followsSince) = (nil, nil, nil)
        return
      }
    } else {
      anotherAt = nil
    }
    harmfulSince = harms(sight, commanded: commanded) ? harmfulSince ?? uptime : nil
    if let harmfulSince, uptime - harmfulSince >= Self.settling {
      followsSince = nil
      return standStill(at: uptime)
    }
    guard !follows else {
      let start = followsSince ?? uptime
      (since, followsSince) = (nil, start)
      if uptime - start >= Self.probation { (hold, anotherFor) = (Self.firstHold, .zero) }
      return
    }
    followsSince = nil
    let start = since ?? uptime
    since = start
    if uptime - start >= Self.patience { standStill(at: uptime) }
  }

  private mutating func standStill(at uptime: Duration) {
    anotherFor = .zero
    holdEnd = uptime + hold
    hold = min(hold * 2, Self.longestHold)
  }
}
