import ScheduleLang

/// Which way power goes.
public enum Direction: Int, Hashable, Sendable {
  case discharging = -1
  case idle = 0
  case charging = 1

  /// The direction of a current.
  public init(of current: Amperes) {
    self = current.value > 0 ? .charging : current.value < 0 ? .discharging : .idle
  }

  /// The other direction; none of none.
  public var opposite: Direction {
    switch self {
    case .charging: .discharging
    case .idle: .idle
    case .discharging: .charging
    }
  }

  /// Whether both are directions, and not the same.
  public func opposes(_ other: Direction) -> Bool { self != .idle && self == other.opposite }
}
