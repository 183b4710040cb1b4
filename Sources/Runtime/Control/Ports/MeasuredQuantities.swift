import ScheduleLang

/// What a home can be: a number from a device that is not within it is no measurement, and becomes no quantity.
///
/// Three phases of 63 A are 43 kW; a low-voltage grid in trouble is somewhere between 100 V and 450 V.
public enum HouseholdRange {
  /// Power through a meter or a charger, either way, in watts.
  public static let power = -100_000.0...100_000.0
  /// Mains voltage, of one phase or between two, in volts.
  public static let voltage = 50.0...500.0
  /// A power factor.
  public static let powerFactor = -1.0...1.0
}

extension Watts {
  /// The power that a device tells; nil where no home can have it.
  public init?(measured value: Double) {
    guard HouseholdRange.power.contains(value) else { return nil }
    self.init(value)
  }
}

extension Volts {
  /// The voltage that a device tells; nil where no mains have it.
  public init?(measured value: Double) {
    guard HouseholdRange.voltage.contains(value) else { return nil }
    self.init(value)
  }
}
