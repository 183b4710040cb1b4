import ScheduleLang

/// Turns a decision into the current that the charger should have, given what the home takes.
///
/// The follower aims at zero import and export: with the charger drawing just what the home would
/// otherwise export, nothing crosses the grid meter.
public struct LoadFollower: Hashable, Sendable {
  /// The charger's smallest current in amperes, either way; less than this is 0.
  public var smallestCurrent: Int

  /// Guards against `3 A x volts / volts` falling just short of 3.
  private static let tolerance = 1e-9

  /// Creates a follower for a charger that cannot do less than `smallestCurrent` amperes.
  public init(smallestCurrent: Int) { self.smallestCurrent = smallestCurrent }

  /// The current that `decision` asks for, before the site's grid limits.
  ///
  /// - Parameters:
  ///   - grid: power through the grid meter less the charger's own part; nil is unknown, and then a
  ///     following action takes its floor or 0.
  ///   - voltage: the mains voltage at which powers become currents.
  public func goal(for decision: Decision, grid: Watts?, voltage: Volts) -> Amperes {
    let followed =
      decision.action.follows ? grid.flatMap { following(decision.action, -$0, at: voltage) } : nil
    let current = (followed ?? 0).clamped(decision.minimumCurrent, decision.maximumCurrent)
    return Amperes(current.magnitude < smallestCurrent ? 0 : current)
  }

  /// The whole amperes that take up `surplus`, in the direction and with the rounding of `action`.
  ///
  /// `S2V` and `V2H` alone round towards 0, because they promise not to import or not to export; both
  /// together round to the nearest. Nil where the powers make no sense.
  private func following(_ action: ActionKind, _ surplus: Watts, at voltage: Volts) -> Int? {
    let wanted = surplus.value / voltage.value
    guard wanted.isFinite else { return nil }
    // Far beyond any charger, and far within what Int can hold.
    let bounded = min(max(wanted, -10_000), 10_000)
    let bias = (action == .followBoth ? 0.5 : 0) + Self.tolerance
    let current = Int(bounded < 0 ? bounded - bias : bounded + bias)
    return current.magnitude < smallestCurrent ? 0 : current
  }
}

extension Int {
  /// The nearest value that is neither below `lowest` nor, first of all, above `highest`.
  func clamped(_ lowest: Int, _ highest: Int) -> Int { Swift.min(Swift.max(self, lowest), highest) }
}
