import ScheduleLang

/// Everything a decision is made from, besides the time; nil is unknown and never 0.
public struct Readings: Hashable, Sendable {
  /// The car's SoC in whole percent.
  public var soc: Int?
  /// What the house takes.
  public var home: Watts?
  /// What the sun gives.
  public var solar: Watts?
  /// Power through the grid meter less the charger's own part, import positive.
  public var grid: Watts?
  /// What a kWh costs now.
  public var importPrice: Price?
  /// What a kWh earns now.
  public var exportPrice: Price?
  /// Whether a car is connected.
  public var pluggedIn: Bool?
  /// Whether the car has taken nothing for ten minutes although it was offered power.
  ///
  /// It is full, at a limit of its own, or asleep, and is offered some again when it is plugged in anew, or after an hour
  /// without an offer.
  public var takesNoCharge = false
  /// What has gone through the charger.
  public var counters = EnergyCounters()
  /// What is expected of the time to come.
  public var ahead = AheadReadings()
  /// How the owner has set the schedule's inputs.
  public var inputs = InputValues()

  /// Creates readings of which nothing is known.
  public init() {}
}
