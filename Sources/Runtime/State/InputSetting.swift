import ScheduleLang

/// How an owner has set a switch, and for how long.
public struct InputSetting: Hashable, Sendable {
  /// What it is.
  public var isOn: Bool
  /// When it is as declared again; nil is never by itself.
  public var until: Instant?
  /// Whether it is as declared again once the car has been unplugged.
  public var isOnce: Bool

  /// Creates a setting.
  public init(isOn: Bool, until: Instant? = nil, isOnce: Bool = false) {
    (self.isOn, self.until, self.isOnce) = (isOn, until, isOnce)
  }
}

extension [String: InputSetting] {
  /// Takes away what is over at `now`, and, where a car has just `departed`, what was for once; true where something was.
  public mutating func expire(at now: Instant, departed: Bool) -> Bool {
    let before = count
    self = filter { _, setting in
      !(departed && setting.isOnce) && setting.until.map { now < $0 } ?? true
    }
    return count != before
  }

  /// What of it sets the switches of `schedule`.
  public func values(for schedule: Schedule) -> InputValues {
    var values = InputValues()
    for input in schedule.inputs { values[input.key] = self[input.key]?.isOn }
    return values
  }
}
