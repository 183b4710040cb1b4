import ScheduleLang

/// Whether the car takes the power that it is offered.
///
/// A car that is full, has a limit of its own or sleeps takes nothing, and at many chargers it does not tell its SoC then
/// either. After ten minutes it is taken to want none. That ends when it takes or gives power, when it is unplugged, when
/// the owner orders something, and an hour after it was last offered any.
public struct ChargeUptake: Hashable, Sendable {
  /// For how long power is offered in vain until the car is taken to want none.
  public static let patience: Duration = .seconds(600)
  /// How long after the last offer it may want some again.
  public static let retryAfter: Duration = .seconds(3600)

  /// Below this (in watts, either way) the charger's electronics are all that draws.
  private static let leastPower = 100.0
  /// The longest time between two looks at the charger that counts.
  private static let longestGap: Duration = .seconds(5)

  /// For how long the present offer, of either direction, has been in vain.
  public private(set) var vain: Duration = .zero
  private var direction = Direction.idle
  /// When power was last offered to a car that wants none; nil where it may want some.
  private var refusedAt: Duration?
  private var offeredAt: Duration?

  /// Creates the uptake of a car that has not been offered anything.
  public init() {}

  /// Whether the car has taken nothing for so long that it is taken to want none.
  public var isRefused: Bool { refusedAt != nil }

  /// Takes in what the charger says of itself at `uptime`, or nil where it says nothing.
  ///
  /// - Parameter offer: what it has been told to charge, or to discharge, and took; 0 is nothing.
  public mutating func update(_ status: ChargerStatus?, offer: Amperes, at uptime: Duration) {
    if let refusedAt, uptime - refusedAt >= Self.retryAfter { self = ChargeUptake() }
    guard let status else { return }
    guard status.pluggedIn != false, !status.runs(atLeast: Self.leastPower) else {
      self = ChargeUptake()
      return
    }
    // A charger that is queued or has a fault offers nothing.
    let offered = status.state == .paused || status.state.isMovingPower ? Direction(of: offer) : .idle
    if offered != direction { (direction, vain, offeredAt) = (offered, .zero, nil) }
    guard offered != .idle else { return }
    if let offeredAt { vain += min(uptime - offeredAt, Self.longestGap) }
    offeredAt = uptime
    if vain >= Self.patience, offered == .charging { refusedAt = uptime }
  }

  /// Takes the car to want some again, until that proves wrong.
  public mutating func tryAgain() { self = ChargeUptake() }
}

extension ChargerStatus {
  /// Whether power flows, by its measurement where it has one that can be, and else by its state.
  func movesPower(atLeast threshold: Double) -> Bool {
    guard let power, power.value.magnitude < Self.mostPower.value else { return state.isMovingPower }
    return power.value.magnitude >= threshold
  }

  /// Whether it says so of its power and of its state: one alone may be wrong.
  func runs(atLeast threshold: Double) -> Bool { state.isMovingPower && movesPower(atLeast: threshold) }
}
