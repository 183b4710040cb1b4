/// A number with its unit, converted to the unit's base.
public struct Quantity: Hashable, Sendable {
  /// What a number counts.
  public enum Unit: String, Hashable, Sendable {
    case none, percent, amperes, volts, watts, wattHours, seconds, pence, cents

    /// The kind of quantity, for messages: `a power`.
    public var noun: String {
      switch self {
      case .none: "a number without a unit"
      case .percent: "a percentage"
      case .amperes: "a current"
      case .volts: "a voltage"
      case .watts: "a power"
      case .wattHours: "an energy"
      case .seconds: "a duration"
      case .pence, .cents: "a price"
      }
    }

    /// Whether it is a money unit.
    public var isMoney: Bool { self == .pence || self == .cents }
  }

  /// In the unit's base: %, A, V, W, Wh, s, pence or cents.
  public var value: Double
  /// What it counts.
  public var unit: Unit

  /// Creates a quantity of `value` in the base of `unit`.
  public init(_ value: Double, _ unit: Unit) {
    self.value = value
    self.unit = unit
  }

  /// A unit as it is written, with its base and how many of the base it is.
  typealias WrittenUnit = (text: String, unit: Unit, factor: Double)

  /// Every unit that can be written.
  static let units: [WrittenUnit] = [
    ("%", .percent, 1), ("A", .amperes, 1), ("V", .volts, 1), ("W", .watts, 1), ("kW", .watts, 1000),
    ("Wh", .wattHours, 1), ("kWh", .wattHours, 1000), ("ms", .seconds, 0.001), ("s", .seconds, 1),
    ("min", .seconds, 60),
    ("h", .seconds, 3600), ("p", .pence, 1), ("c", .cents, 1),
  ]
}

extension Quantity {
  /// The quantity with its unit, as a schedule writes it: `80%`, `3.6kW`, `-2.5p`.
  public var text: String {
    let (divisor, symbol): (Double, String) =
      switch unit {
      case .none: (1, "")
      case .percent: (1, "%")
      case .amperes: (1, "A")
      case .volts: (1, "V")
      case .watts: abs(value) >= 1000 ? (1000, "kW") : (1, "W")
      case .wattHours: abs(value) >= 1000 ? (1000, "kWh") : (1, "Wh")
      case .seconds:
        value == 0 || value.remainder(dividingBy: 60) != 0
          ? (1, "s") : value.remainder(dividingBy: 3600) != 0 ? (60, "min") : (3600, "h")
      case .pence: (1, "p")
      case .cents: (1, "c")
      }
    let number = "\(value / divisor)"
    return (number.hasSuffix(".0") ? String(number.dropLast(2)) : number) + symbol
  }
}
