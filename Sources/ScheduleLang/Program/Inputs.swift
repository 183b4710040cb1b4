/// What an input is, or is set to.
public enum InputValue: Hashable, Sendable {
  /// Whether a switch is on.
  case toggle(Bool)
  /// A number with its unit, in its base.
  case quantity(Quantity)
  /// A minute of the day, 0...1440.
  case time(Int)
}

/// `input NAME = …`: what the owner sets while the program runs.
public struct DeclaredInput: Hashable, Sendable {
  /// To what it may be set.
  public enum Bounds: Hashable, Sendable {
    /// On and off.
    case toggle
    /// Numbers of the declared one's unit, in its base, both ends included.
    case quantities(ClosedRange<Double>)
    /// Minutes of the day, both ends included; from the later to the earlier goes over midnight.
    case times(from: Int, to: Int)
  }

  /// Its name as declared.
  public var name: String
  /// What it is unless it is set.
  public var declared: InputValue
  /// To what it may be set.
  public var bounds: Bounds
  /// Where its name is declared.
  public var range: SourceRange

  /// Creates an input that is declared at `range`.
  public init(name: String, declared: InputValue, bounds: Bounds = .toggle, range: SourceRange) {
    (self.name, self.declared, self.bounds, self.range) = (name, declared, bounds, range)
  }

  /// The name by which it is known, whatever the case of its letters.
  public var key: String { name.lowercased() }

  /// Whether it is a switch, which conditions ask for themselves; all others are written into the rules.
  public var isSwitch: Bool { bounds == .toggle }

  /// Whether it may be set to `value`.
  public func accepts(_ value: InputValue) -> Bool {
    switch (value, bounds, declared) {
    case (.toggle, .toggle, _): true
    case (.quantity(let quantity), .quantities(let range), .quantity(let own)):
      quantity.unit == own.unit && range.contains(quantity.value)
        && (!own.unit.isWhole || quantity.value == quantity.value.rounded())
    case (.time(let minute), .times(let from, let to), _):
      from <= to ? (from...to).contains(minute) : minute >= from || minute <= to
    default: false
    }
  }

  /// The least and the greatest value that it may be set to; none for a switch.
  public var ends: [InputValue] {
    switch (bounds, declared) {
    case (.quantities(let range), .quantity(let own)):
      [range.lowerBound, range.upperBound].map { .quantity(Quantity($0, own.unit)) }
    case (.times(let from, let to), _): [.time(from), .time(to)]
    default: []
    }
  }
}

extension Quantity.Unit {
  /// Whether an owner sets only whole numbers of it: nothing finer makes a difference.
  var isWhole: Bool { self == .percent || self == .amperes }
}

/// How inputs are set; what is not set is as it was declared.
public struct InputValues: Hashable, Sendable {
  private var given: [String: InputValue] = [:]

  /// Creates values of which none is set.
  public init() {}

  /// Whether none is set.
  public var isEmpty: Bool { given.isEmpty }

  /// How the input of this name is set; nil where it is not.
  public subscript(key: String) -> InputValue? {
    get { given[key] }
    set { given[key] = newValue }
  }

  /// Whether the switch of this name is set to on; nil where it is not set.
  public func isOn(_ key: String) -> Bool? {
    if case .toggle(let isOn)? = given[key] { isOn } else { nil }
  }

  /// Those that are set, in the order of their names.
  public var all: [(key: String, value: InputValue)] {
    given.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Those that are written into the rules: all but switches.
  public var written: InputValues {
    var values = self
    values.given = given.filter { if case .toggle = $0.value { false } else { true } }
    return values
  }

  /// The switches among them.
  public var switches: InputValues {
    var values = self
    values.given = given.filter { if case .toggle = $0.value { true } else { false } }
    return values
  }
}

/// Makes a schedule anew, with other values of its inputs than those declared.
public struct ScheduleMaker: Sendable {
  /// Why no schedule can be made so, in words.
  public struct Refusal: Error, Hashable, Sendable {
    /// Why.
    public var reason: String

    /// Creates a refusal.
    public init(reason: String) { self.reason = reason }
  }

  private let body: @Sendable (InputValues) throws(Refusal) -> Schedule

  /// Creates a maker from what makes the schedule.
  public init(_ body: @escaping @Sendable (InputValues) throws(Refusal) -> Schedule) { self.body = body }

  /// The schedule with inputs set so.
  public func schedule(with values: InputValues) throws(Refusal) -> Schedule { try body(values) }
}
