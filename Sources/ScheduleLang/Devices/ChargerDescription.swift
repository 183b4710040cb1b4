/// What a description says of a charger: what it tells of itself, and what it is told.
public struct ChargerDescription: Hashable, Sendable {
  /// A number that it tells: power in watts and charging positive, a share in percent, or no more than a number.
  public struct Number: Hashable, Sendable {
    /// Where it is.
    public var register: Register
    /// From the device's unit, and its direction, to that.
    public var factor: Double
    /// What it can be, in the device's direction; anything else is no reading.
    public var range: ClosedRange<Double>?

    /// Creates a number.
    public init(_ register: Register, factor: Double = 1, range: ClosedRange<Double>? = nil) {
      (self.register, self.factor, self.range) = (register, factor, range)
    }
  }

  /// What a code of its state means.
  public struct Meaning: Hashable, Sendable {
    /// The control loop's states.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      case unplugged, paused, charging, discharging, unavailable, fault
      /// Power may flow either way: which, its measured power tells.
      case either = "charging or discharging"
    }

    /// The control loop's state.
    public var kind: Kind
    /// Why it will not act; nothing of the other states.
    public var reason: String
    /// Whether a car is connected; nil where the state does not tell.
    public var isPluggedIn: Bool?

    /// Creates a meaning; a state in which the charger acts tells by itself whether a car is connected.
    public init(_ kind: Kind, _ reason: String = "", isPluggedIn: Bool? = nil) {
      (self.kind, self.reason) = (kind, reason)
      self.isPluggedIn =
        switch kind {
        case .unplugged: false
        case .paused, .charging, .discharging, .either: true
        case .unavailable, .fault: isPluggedIn
        }
    }
  }

  /// A register that is written, with what.
  public struct Write: Hashable, Sendable {
    /// Where.
    public var register: Register
    /// What, in the device's own numbers.
    public var value: Int
    /// What it means where the charger lacks the register, in a sentence; nil where it must have it.
    public var lack: String?

    /// Creates a write.
    public init(_ register: Register, _ value: Int, lack: String? = nil) {
      (self.register, self.value, self.lack) = (register, value, lack)
    }
  }

  /// Who controls it, where it has a register for that.
  public struct Control: Hashable, Sendable {
    /// Takes control; while the register reads as this value the program has it.
    public var take: Write
    /// Hands it back.
    public var release: Write

    /// Creates it.
    public init(take: Write, release: Write) { (self.take, self.release) = (take, release) }
  }

  /// Where it is told how much it may draw or give.
  public struct SetPoint: Hashable, Sendable {
    /// What it counts.
    public enum Unit: String, Hashable, Sendable {
      case current, power
    }

    /// Where.
    public var register: Register
    /// What it counts.
    public var unit: Unit
    /// From the device's unit, and its direction, to amperes or watts with charging positive.
    public var factor: Double
    /// What it takes, in amperes or watts with charging positive.
    public var range: ClosedRange<Double>
    /// Whether it must never be set to 0.
    public var forbidsZero = false
    /// Where it reads, in the same unit, where that is another register.
    public var readBack: Register?

    /// Creates it.
    public init(
      _ register: Register, _ unit: Unit, factor: Double = 1, range: ClosedRange<Double>,
      forbidsZero: Bool = false
    ) {
      (self.register, self.unit, self.factor) = (register, unit, factor)
      (self.range, self.forbidsZero) = (range, forbidsZero)
    }
  }

  /// What must be so before it is told to discharge.
  public struct Condition: Hashable, Sendable {
    /// How a number is compared.
    public enum Test: Hashable, Sendable {
      case among([Double])
      case below(Double)
      case above(Double)

      /// Whether it holds for a number.
      package func holds(for value: Double) -> Bool {
        switch self {
        case .among(let values): values.contains(value)
        case .below(let limit): value < limit
        case .above(let limit): value > limit
        }
      }
    }

    /// What it is called.
    public var name: String
    /// What is compared.
    public var number: Number
    /// With what.
    public var test: Test

    /// Creates a condition.
    public init(_ name: String, _ number: Number, _ test: Test) {
      (self.name, self.number, self.test) = (name, number, test)
    }
  }

  /// A register that says what is wrong.
  public struct ErrorCode: Hashable, Sendable {
    /// What it is called.
    public var name: String
    /// Where it is.
    public var register: Register

    /// Creates one.
    public init(_ name: String, _ register: Register) { (self.name, self.register) = (name, register) }
  }

  /// Where its state is.
  public var state: Register
  /// What the codes there mean; any other is a state in which it does nothing.
  public var meanings: [Int: Meaning]
  /// Whether a car is connected, where that is told apart from the state.
  public var plug: Plug?
  /// The car's state of charge.
  public var soc: Number?
  /// Power at its grid side.
  public var power: Number?
  /// What is wrong, beside a state that is a fault; registers that follow each other.
  public var errors: [ErrorCode] = []
  /// Its serial number, by which it is known at whatever address.
  public var serial: Register?
  /// Who controls it; nil where it always does what it is told.
  public var control: Control?
  /// What is written once control is taken.
  public var preparation: [Write] = []
  /// How it stops by itself.
  public var failsafe: Failsafe
  /// Whether some firmware lacks the register of its time-out; what holds then is said.
  public var mayLackFailsafe = false
  /// Where the time-out that is set reads, in the same unit, where that is another register.
  public var timeoutReadBack: Register?
  /// With what current it goes on once its time-out has ended; nil is with none.
  public var failsafeCurrent: FailsafeCurrent?
  /// What puts its time-out off; nil where any request does.
  public var heartbeat: Heartbeat?
  /// What it takes at the moment, by what it tells.
  public var limits: [Limit] = []
  /// How much it may draw or give.
  public var setPoint: SetPoint
  /// What starts it once the set-point is set; none where that alone starts it.
  public var start: [Write] = []
  /// What stops it; none where a set-point of 0 does.
  public var stop: [Write] = []
  /// All of what must be so before it is told to discharge.
  public var dischargeConditions: [Condition] = []

  /// What its registers stand for, over HTTP; nil over Modbus.
  public var places: ChargerPlaces?
  /// What can restart it through the network; nil where nothing can.
  public var restart: Restart?

  /// What can restart a charger.
  public enum Restart: String, Hashable, Sendable, CaseIterable {
    case wallboxCloud = "wallbox-cloud"
  }

  /// Creates the description of a charger that is driven by its set-point alone.
  public init(state: Register, meanings: [Int: Meaning], failsafe: Failsafe, setPoint: SetPoint) {
    (self.state, self.meanings, self.failsafe, self.setPoint) = (state, meanings, failsafe, setPoint)
  }

  /// Whether it can be told to discharge.
  public var discharges: Bool { setPoint.range.lowerBound < 0 }
}
