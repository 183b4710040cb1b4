/// What a charger can be commanded to do.
public enum ActionKind: UInt8, Hashable, Sendable, CaseIterable {
  case idle, charge, followSun, followHouse, followBoth, discharge
  /// Nothing is commanded: the charger's own app or network decides.
  case handOver

  /// The action as schedules and reports write it.
  public var name: String {
    switch self {
    case .idle: "idle"
    case .charge: "charge"
    case .followSun: "S2V"
    case .followHouse: "V2H"
    case .followBoth: "S2V + V2H"
    case .discharge: "V2G"
    case .handOver: "hand over"
    }
  }

  /// Whether the current follows the grid meter.
  public var follows: Bool { self == .followSun || self == .followHouse || self == .followBoth }
}

/// What the schedule wants of the charger at an instant: an action and the currents that it allows.
public struct Decision: Hashable, Sendable {
  /// The action.
  public var action: ActionKind
  /// The lowest current in whole amperes; negative discharges.
  public var minimumCurrent: Int
  /// The highest current in whole amperes; positive charges.
  public var maximumCurrent: Int

  /// Creates a decision whose currents are `minimumCurrent...maximumCurrent`.
  public init(_ action: ActionKind, _ minimumCurrent: Int, _ maximumCurrent: Int) {
    self.action = action
    self.minimumCurrent = minimumCurrent
    self.maximumCurrent = maximumCurrent
  }

  /// Neither charges nor discharges.
  public static let idle = Decision(.idle, 0, 0)

  /// Stops, and leaves the charger to its own app or network.
  public static let handOver = Decision(.handOver, 0, 0)
}
