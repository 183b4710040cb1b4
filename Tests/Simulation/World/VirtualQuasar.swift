import Runtime
import ScheduleLang

/// A Wallbox Quasar with a car, as far as a year of Modbus can show it.
///
/// Written from the list of its registers and not from the driver, whose mistakes it must not share.
final class VirtualQuasar {
  /// What keeps the charger from its work.
  enum Condition {
    case ready
    /// After a restart: state 7, and no commands.
    case starting
    /// Another documented state, such as queued by power boost, in which no power flows.
    case held(state: UInt16)
  }

  /// By how many amperes the current follows the set-point in a second.
  static let ramp = 4

  var battery: BatteryModel
  var voltage: Double
  /// The car's true SoC.
  var soc: Percent
  private(set) var isPlugged = true
  private(set) var condition = Condition.ready
  /// Whether the charger would charge or discharge if nothing held it.
  private(set) var isRunning = false
  private(set) var setPoint = 0
  /// 1 where the program has control, 0 where the user has.
  private(set) var control: UInt16 = 0
  /// The seconds without a request after which the charger stops by itself; 0 is never.
  private(set) var idleTimeout: UInt16 = 0
  /// Whether what flows is the program's doing, also after it has handed control back: it has commanded the charger
  /// since the charger's user last took control or the charger restarted.
  private(set) var isCommanded = false
  private var startsOnPlugging: UInt16 = 1
  private var setPointType: UInt16 = 1
  /// When a request was last heard.
  private(set) var heardAt: VirtualTime = 0
  /// The current that flows, in amperes, charging positive.
  private(set) var flow = 0.0
  private var ramped = 0
  /// Whether the next reading of the SoC is the false 1 % that the device shows now and then.
  var lies = false
  /// Whether it is busy with something else, for as long as that takes.
  var refusesWrites = false
  /// Whether it takes its time-out and does nothing with it.
  var lacksFailsafe = false
  /// Told each time that a request changed what the charger is commanded to do, from what and to what.
  var onChange: (_ old: Int, _ new: Int) -> Void = { _, _ in }

  /// Creates a charger at which a car is plugged in.
  init(battery: BatteryModel, soc: Percent, voltage: Double) {
    self.battery = battery
    self.soc = soc
    self.voltage = voltage
  }

  /// The power at its grid side in watts, charging positive.
  var power: Double { flow * voltage }

  /// The current that it is told to have, 0 where it is stopped.
  var commanded: Int { isRunning && isPlugged ? setPoint : 0 }

  /// What register 0x219 says.
  var state: UInt16 {
    switch condition {
    case .starting: 7
    case .held(let state): state
    case .ready: !isPlugged ? 0 : flow > 0 ? 1 : flow < 0 ? 11 : 4
    }
  }

  /// Whether it takes commands to charge or discharge.
  var isReady: Bool { if case .ready = condition { isPlugged } else { false } }

  /// Lets a second pass.
  func live(seconds: Double, at now: VirtualTime) {
    if idleTimeout > 0, control == 1, isRunning, now.since(heardAt) > .seconds(Int(idleTimeout)) { halt() }
    if isRunning && isReady {
      let target = setPoint
      ramped = ramped < target ? min(target, ramped + Self.ramp) : max(target, ramped - Self.ramp)
    } else {
      ramped = 0
    }
    if ramped != 0 {
      soc = battery.step(from: soc, setCurrent: Amperes(ramped), seconds: seconds).soc
      flow = battery.flow(at: soc, setCurrent: Amperes(ramped))
    } else {
      flow = 0
    }
  }

  /// Loses its power, and with it all that it was told; it is `starting` until it `recovers`.
  func restart() {
    takeUserControl()
    setPoint = 0
    condition = .starting
    halt()
  }

  /// Is kept from its work; what it does when it recovers is up to `resumes`.
  func hold(state: UInt16) {
    condition = .held(state: state)
    (flow, ramped) = (0, 0)
  }

  /// Works again, where it left off if it `resumes`.
  func recover(resumes: Bool) {
    condition = .ready
    if !resumes { halt() }
  }

  /// Connects or disconnects the car.
  func plug(_ isPlugged: Bool) {
    self.isPlugged = isPlugged
    halt()
    if isPlugged, startsOnPlugging == 1, setPoint != 0 { isRunning = true }
  }

  /// Is its user's, who has touched the app: what flows from now on is the user's doing.
  func takeUserControl() {
    returnControl()
    isCommanded = false
  }

  private func returnControl() { (control, startsOnPlugging, idleTimeout) = (0, 1, 0) }

  private func halt() { (isRunning, flow, ramped) = (false, 0, 0) }
}

extension VirtualQuasar {
  /// The register at `address`, or nil where there is none.
  func register(_ address: Int) -> UInt16? {
    switch address {
    case 0x51: control
    case 0x52: startsOnPlugging
    case 0x53: setPointType
    case 0x58: idleTimeout
    case 0x100: 0
    case 0x102: UInt16(truncatingIfNeeded: setPoint)
    case 0x20A: UInt16(voltage)
    case 0x20E: UInt16(truncatingIfNeeded: Int(power.rounded()))
    case 0x219: state
    case 0x21A: flow == 0 ? 0 : lies ? 1 : UInt16(max(0, soc.value))
    case 0x01...0x03, 0x21B...0x21E: 0
    default: nil
    }
  }

  /// Writes a register; gives the exception code of a write that it refuses.
  func write(_ value: UInt16, to address: Int) -> UInt8? {
    if refusesWrites { return 6 }
    let before = commanded
    defer { if commanded != before { onChange(before, commanded) } }
    guard address == 0x51 || control == 1 else { return 3 }
    switch address {
    case 0x51:
      if value == 0 { returnControl() } else { control = 1 }
    case 0x52: startsOnPlugging = value
    case 0x53: setPointType = value
    case 0x58: idleTimeout = lacksFailsafe ? 0 : value
    case 0x101:
      isCommanded = true
      if case .starting = condition { return 6 }
      guard value == 1 || value == 2 else { return 3 }
      let starts = value == 1 && setPoint != 0 && isPlugged
      if starts { isRunning = true } else { halt() }
    case 0x102:
      let current = Int(Int16(bitPattern: value))
      guard (-32...32).contains(current) else { return 3 }
      setPoint = current
      isCommanded = true
    default: return 2
    }
    return nil
  }

  /// Notes that a request was heard.
  func hear(at now: VirtualTime) { heardAt = now }
}
