import Runtime
import ScheduleLang

/// A car at a charger that behaves like a Wallbox Quasar, as a value that only time and commands change.
struct SimulatedCar {
  /// How fast the current follows the set-point: so many amperes with every whole second.
  static let rampStep = 3
  private static let rampInterval: Int64 = 1000
  /// How long the charger must have run, in milliseconds, before the car tells its SoC.
  private static let silence: Int64 = 1000

  private let battery: BatteryModel
  /// The true SoC.
  private(set) var soc: Percent
  /// The current that was asked for last.
  private(set) var setPoint = Amperes.zero
  /// Whether the car is connected; a car that leaves takes its SoC with it.
  private(set) var isPluggedIn = true
  /// The set-point as far as the ramp has come.
  private var ramped = Amperes.zero
  private var untilRampStep = rampInterval
  /// For how long the charger has run since the car was plugged in, in milliseconds.
  private var hasRun: Int64 = 0

  /// Creates a car that has just been plugged in.
  init(battery: BatteryModel, soc: Percent) {
    self.battery = battery
    self.soc = soc
  }

  /// The current now in amperes, charging positive.
  var flow: Double { isPluggedIn ? battery.flow(at: soc, setPoint: ramped) : 0 }

  /// The power now at the charger's grid side, charging positive.
  var power: Watts { Watts(flow * battery.voltage.value) }

  /// What the charger says of itself.
  var status: ChargerStatus {
    let state: ChargerState =
      if !isPluggedIn { .unplugged } else if flow > 0 { .charging } else if flow < 0 { .discharging } else {
        .paused
      }
    let isKnown = isPluggedIn && hasRun >= Self.silence
    return ChargerStatus(
      state: state, pluggedIn: isPluggedIn, soc: isKnown ? Int(soc.value) : nil, power: power,
      setPoint: setPoint)
  }

  /// Asks for a current; 0 stops.
  mutating func ask(for current: Amperes) {
    if ramped == setPoint { untilRampStep = Self.rampInterval }
    setPoint = current
  }

  /// Connects or disconnects the car; either way the charger forgets its set-point.
  mutating func plug(in isPluggedIn: Bool) {
    guard isPluggedIn != self.isPluggedIn else { return }
    self.isPluggedIn = isPluggedIn
    (setPoint, ramped, hasRun) = (.zero, .zero, 0)
  }

  /// Lets time pass; any division of it into calls comes to the same.
  mutating func advance(milliseconds: Int64) {
    var left = milliseconds
    while left > 0, ramped != setPoint {
      let part = min(left, untilRampStep)
      run(milliseconds: part)
      left -= part
      untilRampStep -= part
      guard untilRampStep == 0 else { return }
      untilRampStep = Self.rampInterval
      ramped.value =
        ramped < setPoint
        ? min(setPoint.value, ramped.value + Self.rampStep)
        : max(setPoint.value, ramped.value - Self.rampStep)
    }
    run(milliseconds: left)
  }

  /// Lets time pass at a current that stays.
  private mutating func run(milliseconds: Int64) {
    guard isPluggedIn, ramped.value.magnitude >= battery.current.lowerBound.magnitude, milliseconds > 0 else {
      return
    }
    hasRun = min(Self.silence, hasRun + min(Self.silence, milliseconds))
    soc = battery.step(from: soc, setPoint: ramped, seconds: Double(milliseconds) / 1000).soc
  }
}
