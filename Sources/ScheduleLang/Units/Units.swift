// Sign convention, everywhere: power and current into the house (import) and into the car (charging)
// are positive; export and discharging are negative.

/// Electrical power in watts.
public struct Watts: Hashable, Comparable, Sendable {
  /// The number of watts.
  public var value: Double

  /// Creates a power of `value` watts.
  public init(_ value: Double) { self.value = value }

  public static func < (lhs: Watts, rhs: Watts) -> Bool { lhs.value < rhs.value }
  public static func + (lhs: Watts, rhs: Watts) -> Watts { Watts(lhs.value + rhs.value) }
  public static func - (lhs: Watts, rhs: Watts) -> Watts { Watts(lhs.value - rhs.value) }
  public static prefix func - (power: Watts) -> Watts { Watts(-power.value) }
}

/// Electrical potential in volts.
public struct Volts: Hashable, Comparable, Sendable {
  /// The number of volts.
  public var value: Double

  /// Creates a potential of `value` volts.
  public init(_ value: Double) { self.value = value }

  public static func < (lhs: Volts, rhs: Volts) -> Bool { lhs.value < rhs.value }
}

/// A charger current in whole amperes; charging is positive, discharging negative.
public struct Amperes: Hashable, Comparable, Sendable {
  /// The number of amperes.
  public var value: Int

  /// Creates a current of `value` amperes.
  public init(_ value: Int) { self.value = value }

  /// No current.
  public static let zero = Amperes(0)

  public static func < (lhs: Amperes, rhs: Amperes) -> Bool { lhs.value < rhs.value }
  public static prefix func - (current: Amperes) -> Amperes { Amperes(-current.value) }

  /// The power of this current at `voltage`.
  public func power(at voltage: Volts) -> Watts { Watts(Double(value) * voltage.value) }
}

/// A share of a hundred, such as a battery's state of charge; 0...100 where it is one.
public struct Percent: Hashable, Comparable, Sendable {
  /// The number of hundredths.
  public var value: Double

  /// Creates a share of `value` hundredths.
  public init(_ value: Double) { self.value = value }

  public static func < (lhs: Percent, rhs: Percent) -> Bool { lhs.value < rhs.value }
}

/// Energy in watt-hours.
public struct WattHours: Hashable, Comparable, Sendable {
  /// The number of watt-hours.
  public var value: Double

  /// Creates an energy of `value` watt-hours.
  public init(_ value: Double) { self.value = value }

  public static func < (lhs: WattHours, rhs: WattHours) -> Bool { lhs.value < rhs.value }
  public static func + (lhs: WattHours, rhs: WattHours) -> WattHours { WattHours(lhs.value + rhs.value) }
}

/// A price per kilowatt-hour in the tariff's minor money unit (pence or cents); may be negative.
public struct Price: Hashable, Comparable, Sendable {
  /// Minor money units per kilowatt-hour.
  public var value: Double

  /// Creates a price of `value` minor money units per kilowatt-hour.
  public init(_ value: Double) { self.value = value }

  public static func < (lhs: Price, rhs: Price) -> Bool { lhs.value < rhs.value }
}
