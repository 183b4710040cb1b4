/// One lexeme with its place.
public struct Token: Sendable {
  /// What a lexeme is.
  public enum Kind: Hashable, Sendable {
    case name
    case keyword(Keyword)
    case quantity(Quantity)
    case date(CivilDate)
    /// Minute of the day, 0...1440.
    case time(Int)
    case string
    /// A path into JSON: `.emeters[0].power`.
    case path
    case comma, colon, equals, plus, minus, times, dots
    case leftParenthesis, rightParenthesis, leftBrace, rightBrace
    case relation(Relation)
    /// A line break that ends a statement.
    case newline
    case end
    /// Something that has been reported already.
    case invalid
  }

  /// What it is.
  public var kind: Kind
  /// Where it is.
  public var range: SourceRange

  /// Whether a line break after this token continues the statement.
  var continuesLine: Bool {
    switch kind {
    case .comma, .colon, .equals, .plus, .minus, .times, .dots, .relation, .leftParenthesis, .leftBrace,
      .keyword(.and), .keyword(.or), .keyword(.not):
      true
    default: false
    }
  }
}

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
