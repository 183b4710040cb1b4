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

  var car: VirtualCar
  var voltage: Double
  private(set) var isPlugged = true
  private(set) var condition = Condition.ready
  /// Whether the charger would charge or discharge if nothing held it.
  private(set) var isRunning = false
  /// What register 0x102 holds.
  var setPoint = 0
  /// The current that it follows: the set-point, but for one that does not obey.
  var followed = 0
  /// 1 where the program has control, 0 where the user has.
  var control: UInt16 = 0
  /// The seconds without a request after which the charger stops by itself; 0 is never.
  var failsafeTimeout: UInt16 = 0
  /// Whether what flows is the program's doing, also after it has handed control back: it has commanded the charger
  /// since the charger's user last took control or the charger restarted.
  var isCommanded = false
  var startsOnPlugging: UInt16 = 1
  var setPointType: UInt16 = 1
  /// When a request was last heard.
  private(set) var heardAt: VirtualTime = 0
  /// The current that flows, in amperes, charging positive.
  private(set) var flow = 0.0
  private var ramped = 0
  /// What registers say in place of the truth, by address; the SoC's only while power flows.
  var falseValues: [Int: UInt16] = [:]
  /// Whether it is busy with something else, for as long as that takes.
  var refusesWrites = false
  /// Whether it takes its time-out and does nothing with it.
  var lacksFailsafe = false
  /// Whether its time-out is armed and never ends.
  var ignoresTimeout = false
  /// Whether it acknowledges stops, shows a set-point of 0, and goes on as before.
  var disobeys = false
  /// Whether it acknowledges another current while power flows, shows it, and goes on with the one before.
  var ignoresChanges = false {
    didSet { if oldValue, !ignoresChanges, setPoint != 0 { followed = setPoint } }
  }
  /// What its state is while the car takes nothing: waiting for it, or paused.
  var stateWhileDeclined: UInt16 = 2
  /// After how many seconds in which the car takes nothing it gives up; nil where it goes on offering.
  var givesUpAfter: Double?
  private var declined = 0.0
  /// When someone else last told it another current.
  private(set) var meddledAt: VirtualTime = 0
  /// How often it has been started for a car that took nothing.
  private(set) var vainStarts = 0
  /// Told each time that a request changed what the charger is commanded to do, from what and to what.
  var onChange: (_ old: Int, _ new: Int) -> Void = { _, _ in }

  /// Creates a charger at which a car is plugged in.
  init(car: VirtualCar, voltage: Double) {
    self.car = car
    self.voltage = voltage
  }

  /// The car's true SoC.
  var soc: Percent { car.soc }

  /// The power at its grid side in watts, charging positive.
  var power: Double { flow * voltage }

  /// The current that it offers the car, or means to, 0 where it is stopped.
  var commanded: Int { isRunning && isPlugged ? followed : 0 }

  /// Whether it offers the car a current and the car takes none.
  var isDeclined: Bool { declined > 0 }

  /// What register 0x219 says.
  var state: UInt16 {
    switch condition {
    case .starting: 7
    case .held(let state): state
    case .ready:
      !isPlugged ? 0 : flow > 0 ? 1 : flow < 0 ? 11 : isDeclined && isRunning ? stateWhileDeclined : 4
    }
  }

  /// Whether it takes commands to charge or discharge.
  var isReady: Bool { if case .ready = condition { isPlugged } else { false } }

  /// Lets a second pass.
  func live(seconds: Double, at now: VirtualTime) {
    if failsafeTimeout > 0, control == 1, isRunning, !ignoresTimeout,
      now.since(heardAt) > .seconds(Int(failsafeTimeout))
    {
      halt()
    }
    if isRunning && isReady {
      let target = followed
      ramped = ramped < target ? min(target, ramped + Self.ramp) : max(target, ramped - Self.ramp)
    } else {
      ramped = 0
    }
    flow = car.live(offered: ramped, seconds: seconds)
    declined = ramped != 0 && ramped == followed && flow == 0 ? declined + seconds : 0
    if let givesUpAfter, declined >= givesUpAfter { isRunning = false }
  }

  /// Loses its power, and with it all that it was told; it is `starting` until it `recovers`.
  func restart() {
    takeUserControl()
    (setPoint, followed) = (0, 0)
    (disobeys, ignoresTimeout, ignoresChanges) = (false, false, false)
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
    car.plug()
    followed = setPoint
    if isPlugged, startsOnPlugging == 1, setPoint != 0 { isRunning = true }
  }

  /// Is told another current by someone else in the house.
  func meddle(_ current: Int, at now: VirtualTime) {
    guard control == 1 else { return }
    (setPoint, followed, meddledAt) = (current, current, now)
  }

  /// Is its user's, who has touched the app: what flows from now on is the user's doing.
  func takeUserControl() {
    returnControl()
    isCommanded = false
  }

  func returnControl() { (control, startsOnPlugging, failsafeTimeout) = (0, 1, 0) }

  /// Notes that a request was heard.
  func hear(at now: VirtualTime) { heardAt = now }

  func start() {
    if flow == 0, car.declines(setPoint) { vainStarts += 1 }
    isRunning = true
  }

  func halt() { (isRunning, flow, ramped, declined) = (false, 0, 0, 0) }
}
