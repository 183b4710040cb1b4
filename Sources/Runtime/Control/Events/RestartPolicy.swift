import Platform
import ScheduleLang

/// Says when a charger that cannot be reached is to be restarted.
public struct RestartPolicy: Hashable, Sendable {
  /// After how many exchanges in a row that lost contact; a charger that refuses is in contact.
  public var losses = 10
  /// How long after a restart there is no other, in seconds.
  public var cooldown = 3600

  /// Creates the default policy.
  public init() {}

  /// Whether the charger is to be restarted at `now`, after so many losses and the last restart, if any.
  public func isDue(losses: Int, lastRestart: Instant?, at now: Instant) -> Bool {
    guard losses >= self.losses else { return false }
    guard let lastRestart else { return true }
    // A clock that was wrong then, or is now, holds restarts up for one cool-down at most.
    return (now.seconds &- lastRestart.seconds).magnitude >= UInt64(max(0, cooldown))
  }
}

extension DeviceError {
  /// Whether it means that there is no contact with the device, as against one that answers and will not.
  public var isLossOfContact: Bool {
    switch self {
    case .transport, .timeout: true
    case .protocolViolation, .refused, .unfinished, .disobeyed: false
    }
  }
}
