import Platform
import ScheduleLang

/// What a charger is doing.
public enum ChargerState: Hashable, Sendable {
  /// No car is connected.
  case unplugged
  /// A car is connected and no power flows, for whatever benign reason.
  case paused
  case charging
  case discharging
  /// The charger will not act on commands now: locked, queued by power sharing, starting up.
  case unavailable(String)
  /// The charger reports a fault of its own.
  case fault(String)

  /// Whether power flows.
  public var isMovingPower: Bool { self == .charging || self == .discharging }

  /// Whether a car is connected, where the state tells.
  public var isPluggedIn: Bool? {
    switch self {
    case .unplugged: false
    case .paused, .charging, .discharging: true
    case .unavailable, .fault: nil
    }
  }
}

/// What a charger says of itself at one moment.
public struct ChargerStatus: Hashable, Sendable {
  /// What it is doing.
  public var state: ChargerState
  /// Whether a car is connected; nil where the charger cannot tell.
  public var pluggedIn: Bool?
  /// The car's SoC in whole percent as far as it can be believed now; nil is unknown.
  public var soc: Int?
  /// Power at its grid side, charging positive; nil where it does not measure.
  public var power: Watts?
  /// Whether its power was read just now; that of a slow charger may be seconds old.
  public var isPowerNew: Bool
  /// The current set-point that it holds, where it can be read back.
  public var setPoint: Amperes?
  /// Whether the program has the control that it means to keep; without it a command is due, which takes it.
  public var isControlled: Bool

  /// Creates a status; a power that is not within `HouseholdRange` is unknown.
  public init(
    state: ChargerState, pluggedIn: Bool?, soc: Int?, power: Watts?, isPowerNew: Bool = true,
    setPoint: Amperes? = nil, isControlled: Bool = true
  ) {
    self.state = state
    self.pluggedIn = pluggedIn
    self.soc = soc
    self.power = power.flatMap { Watts(measured: $0.value) }
    self.isPowerNew = isPowerNew
    self.setPoint = setPoint
    self.isControlled = isControlled
  }

  /// What a charger that stands still may take for itself, either way.
  static let standby = Watts(200)

  /// More than a charger of one phase can have, either way: what tells so is broken.
  static let mostPower = Watts(10_000)

  /// Whether power is seen to be 0; nil where it is not seen at all, or cannot be what is told.
  public var isWithoutPower: Bool? {
    guard let power, abs(power.value) < Self.mostPower.value else { return state.isMovingPower ? false : nil }
    return abs(power.value) < Self.standby.value
  }
}

/// A charger, as the control loop knows it; every call ends by its deadline or throws.
public protocol Charger: AnyObject {
  /// Reads what the charger is doing.
  func status(by deadline: ExchangeDeadline) throws(DeviceError) -> ChargerStatus
  /// Starts, or changes the current; never 0, negative discharges. Takes control first where needed.
  func start(at current: Amperes, by deadline: ExchangeDeadline) throws(DeviceError)
  /// Stops charging or discharging and leaves a set-point of 0; keeps control.
  func stop(by deadline: ExchangeDeadline) throws(DeviceError)
  /// Hands control back to the charger's user, after a `stop`.
  func release(by deadline: ExchangeDeadline) throws(DeviceError)
  /// After how long without any request it stops by itself; nil where it does not, or not for certain.
  var failsafeTimeout: Duration? { get }
  /// Why it would not stop by itself if this program died, in words; nil where it would, and while nothing is known.
  var failsafeProblem: String? { get }
  /// Whether it does what it is told; one that is only watched does what others want.
  var takesCommands: Bool { get }
  /// Lets a look at the charger end early, with what it has said lately, while `isStopWaiting`: one that takes its time for
  /// each answer would hold up the stop.
  func heed(_ isStopWaiting: @escaping () -> Bool)
}

extension Charger {
  public var failsafeTimeout: Duration? { nil }
  public var failsafeProblem: String? { nil }
  public var takesCommands: Bool { true }
  public func heed(_ isStopWaiting: @escaping () -> Bool) {}
}

/// What a meter measured at one moment.
public struct MeterReading: Hashable, Sendable {
  /// Power through the grid meter, import positive; nil is unknown.
  public var grid: Watts?
  /// Power from the sun, 0 or more; nil is unknown or not measured.
  public var solar: Watts?
  /// Mains voltage, where measured.
  public var voltage: Volts?
  /// The grid's power factor, -1...1, where measured; some meters leave it positive while exporting.
  public var powerFactor: Double?
  /// Whether the meter measures the sun at all.
  public var measuresSolar: Bool
  /// Whether the power at the grid was measured since the last reading; that of a slow meter may be seconds old.
  public var isGridNew = true
  /// Why a part of it is missing, where a part of the meter failed.
  public var partFailure: DeviceError?

  /// Creates a reading of what is within `HouseholdRange`; all else is unknown.
  public init(
    grid: Watts?, solar: Watts?, voltage: Volts? = nil, powerFactor: Double? = nil,
    measuresSolar: Bool = true, partFailure: DeviceError? = nil
  ) {
    self.grid = grid.flatMap { Watts(measured: $0.value) }
    self.solar = solar.flatMap { Watts(measured: $0.value) }
    self.voltage = voltage.flatMap { Volts(measured: $0.value) }
    self.powerFactor = powerFactor.flatMap { HouseholdRange.powerFactor.contains($0) ? $0 : nil }
    self.measuresSolar = measuresSolar
    self.partFailure = partFailure
  }

  /// Why the reading is not all that it should be: what follows from it stops once that has lasted.
  var failure: DeviceError? {
    if let partFailure { return partFailure }
    if grid == nil { return .protocolViolation("no power at the grid") }
    return measuresSolar && solar == nil ? .protocolViolation("no power from the sun") : nil
  }

  /// What the sun adds to what the grid gives the house: nothing where nobody measures it, because a house with
  /// panels has a meter for them.
  public var supplyFromSun: Watts? { measuresSolar ? solar : Watts(0) }
}

/// A meter, as the control loop knows it; the call ends by its deadline or throws.
public protocol Meter: AnyObject {
  /// Reads the present powers.
  func reading(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading
}
