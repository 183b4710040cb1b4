import ScheduleLang

/// Which powers a charger can have by the currents that it was told.
///
/// What is beyond that is a mistake of the charger's measurement: taken for true, it would make the house seem to feed
/// into the grid what it does not.
struct ExplicablePower: Hashable {
  /// How long a current counts after another has taken its place: chargers get there slowly.
  private static let memory: Duration = .seconds(30)
  /// By how much the mains voltage and a measurement may be off, and what the electronics add, in watts.
  private static let tolerance = 1.2
  private static let allowance = 300.0

  private struct Seen: Hashable {
    var current: Int
    var uptime: Duration
  }

  private var seen: [Seen] = []

  /// Notes a current that the charger has, or may have, at `uptime`; nil is not known.
  mutating func note(_ current: Amperes?, at uptime: Duration) {
    seen.removeAll { uptime - $0.uptime > Self.memory || $0.current == current?.value }
    if let current { seen.append(Seen(current: current.value, uptime: uptime)) }
  }

  /// Whether one of the currents, none of them beyond `most` amperes, explains `power`.
  func explains(_ power: Watts, most: Int, voltage: Volts) -> Bool {
    guard !seen.isEmpty else { return Self.explains(power, by: -most...most, voltage: voltage) }
    let currents = seen.map { $0.current.clamped(-most, most) }
    return Self.explains(
      power, by: min(0, currents.min() ?? 0)...max(0, currents.max() ?? 0), voltage: voltage)
  }

  /// Whether one of the currents has the direction.
  func hasSeen(_ direction: Direction) -> Bool {
    seen.contains { Direction(of: Amperes($0.current)) == direction }
  }

  /// Whether a current within `range` explains `power`.
  static func explains(_ power: Watts, by range: ClosedRange<Int>, voltage: Volts) -> Bool {
    let volts = voltage.value * tolerance
    return power.value >= Double(range.lowerBound) * volts - allowance
      && power.value <= Double(range.upperBound) * volts + allowance
  }
}
