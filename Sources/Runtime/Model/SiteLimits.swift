import ScheduleLang

/// What a site may draw from the grid and feed into it, as a limit on the charger's current.
///
/// Limits only ever bring a current nearer to 0: below a schedule's floor if need be, to 0 below the
/// charger's smallest current, and never to the other sign.
public struct SiteLimits: Hashable, Sendable {
  /// The most that may be imported, 0 or more; nil is no limit.
  public var importLimit: Watts?
  /// The most that may be exported, 0 or more; nil is no limit.
  public var exportLimit: Watts?
  /// The charger's smallest current in amperes, either way.
  public var smallestCurrent: Int

  private static let tolerance = 1e-9

  /// Creates limits for a charger that cannot do less than `smallestCurrent` amperes.
  public init(importLimit: Watts?, exportLimit: Watts?, smallestCurrent: Int) {
    self.importLimit = importLimit
    self.exportLimit = exportLimit
    self.smallestCurrent = smallestCurrent
  }

  /// What the limits leave of `current`.
  ///
  /// With the grid unknown, `charge` under an import limit takes the charger's smallest current and `V2G`
  /// under an export limit 0; following actions have taken their floor already.
  ///
  /// - Parameter grid: power through the grid meter less the charger's own part; nil is unknown.
  public func clip(_ current: Amperes, of action: ActionKind, grid: Watts?, voltage: Volts) -> Amperes {
    let most: Int
    if current.value > 0, let importLimit {
      most = allowed(grid.map { importLimit - $0 }, voltage) ?? (action == .charge ? smallestCurrent : .max)
    } else if current.value < 0, let exportLimit {
      most = allowed(grid.map { exportLimit + $0 }, voltage) ?? (action == .discharge ? 0 : .max)
    } else {
      return current
    }
    let magnitude = min(Int(clamping: current.value.magnitude), most)
    guard magnitude >= smallestCurrent else { return .zero }
    return Amperes(current.value < 0 ? -magnitude : magnitude)
  }

  /// The most whole amperes within `headroom`, or nil where that is unknown.
  private func allowed(_ headroom: Watts?, _ voltage: Volts) -> Int? {
    guard let headroom else { return nil }
    let most = headroom.value / voltage.value + Self.tolerance
    return most.isFinite ? Int(min(max(most, 0), 10_000)) : nil
  }
}
