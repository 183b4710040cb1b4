import ScheduleLang

/// The time for which the charger is left alone after a change of its current.
///
/// A charger takes seconds to reach a new current, and a car longer to start at all. Until then the meter
/// shows a home that is still settling; a follower that answers it at once hunts up and down. The times are
/// those of the original controller, found by its author on a Wallbox Quasar.
///
/// Two changes never wait: the reduction that a grid limit demands, because the fuse does not wait either,
/// and a stop that the schedule, an unplugged car or the end of the program asks for, or where the schedule
/// wants no power in the present direction, because stopping is always safe and needs no reading to be right.
public struct GuardTime: Hashable, Sendable {
  /// When it ends, as uptime of the loop's clock.
  private var end: Duration?

  /// Creates a guard time that is over.
  public init() {}

  /// Whether the charger is to be left alone at `uptime`.
  public func holds(at uptime: Duration) -> Bool {
    end.map { uptime < $0 } ?? false
  }

  /// Notes that the current changed from `old` (nil is not known) to `new` at `uptime`.
  public mutating func start(from old: Amperes?, to new: Amperes, at uptime: Duration) {
    end = uptime + Self.length(from: old, to: new)
  }

  /// How long the charger is left alone after a change from `old` (nil is not known) to `new`.
  public static func length(from old: Amperes?, to new: Amperes) -> Duration {
    if new == .zero { return .seconds(11) }
    guard let old, old != .zero else { return .seconds(22) }
    // What a charger says that it has may be any number.
    let (change, overflows) = new.value.subtractingReportingOverflow(old.value)
    return switch overflows ? .max : change.magnitude {
    case ...1: .seconds(6)
    case 2: .seconds(8)
    default: .seconds(11)
    }
  }
}
