import Platform
import Runtime
import ScheduleLang
import ScheduleSupport

/// A clock that stands still but for sleeping and slow devices.
final class VirtualClock: LoopClock {
  private(set) var now: Instant
  private(set) var uptime: Duration = .seconds(5000)
  var stopAt: Instant?

  init(_ now: Instant) { self.now = now }

  var stopRequested: Bool { stopAt.map { now >= $0 } ?? false }

  func sleep(until instant: Instant) -> Bool {
    let wake = max(now, min(instant, stopAt ?? instant))
    pass(.milliseconds(wake.milliseconds - now.milliseconds))
    return stopRequested
  }

  func rest(for time: Duration) { pass(time) }

  func pass(_ time: Duration) {
    uptime += time
    now.milliseconds += Int64(time / .milliseconds(1))
  }
}

/// A home of which the test says what it takes; the charger follows its commands at once.
final class ScriptedHome: Charger, Meter {
  enum Call: Hashable {
    case start(Int), stop, release
  }

  let clock: VirtualClock
  var house = 0.0
  var solar: Double? = 0
  var soc: Int? = 50
  var state = ChargerState.paused
  var measuresPower = true
  /// Every how many seconds it reads its power, as a slow charger does.
  var powerInterval: Int64 = 1
  private var lastPower: Watts?
  /// Whether the car takes and gives what it is asked for; one that does not lets the charger pause.
  var isWilling = true
  /// What the charger says of its set-point and its power, where that is not the truth.
  var saidSetPoint: Int?
  var saidPower: Double?
  /// Whether the charger says that the program has control.
  var saysControlled = true
  /// Whether the charger can tell its set-point.
  var tellsSetPoint = false
  /// What the meter makes of the true power at the grid and of the charger's own.
  var meterShows: (_ grid: Double, _ charger: Double) -> Double = { grid, _ in grid }
  var tellsGrid = true
  /// Every how many seconds the meter measures anew, and what it said last.
  var meterInterval: Int64 = 1
  private var lastReading: MeterReading?
  var voltage: Double?
  /// What the meter, reading the charger and commanding it throw.
  var meterError: DeviceError?
  var statusError: DeviceError?
  var commandError: DeviceError?
  /// When that of commands ends by itself.
  var commandErrorEnd: Duration?
  var failsafeTimeout: Duration?
  /// It takes a stop and goes on, and may say that it has paused.
  var disobeys = false
  var saysPaused = false
  /// What flows whatever current it is told, in amperes; it stops when it is told to.
  var stubbornCurrent: Double?
  /// For how many seconds power flows on after a stop.
  var rampSeconds = 0
  private var flowsUntil: Duration = .zero
  /// How long each exchange takes; one that takes longer than it may times out.
  var latency: Duration = .zero
  private(set) var current = 0
  private(set) var calls: [Call] = []
  /// When each call was made, in whole seconds since the first tick.
  private(set) var callSeconds: [Int] = []
  private(set) var meterTries: [Instant] = []
  private(set) var statusTries: [Instant] = []
  private let epoch: Duration

  init(_ clock: VirtualClock) {
    self.clock = clock
    epoch = clock.uptime
  }

  func reading(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading {
    meterTries.append(clock.now)
    try exchange(by: deadline, meterError)
    if clock.now.seconds % meterInterval != 0, var repeated = lastReading {
      repeated.isGridNew = false
      return repeated
    }
    let grid = house - (solar ?? 0) + flow * 230
    let reading = MeterReading(
      grid: tellsGrid ? Watts(meterShows(grid, flow * 230)) : nil, solar: solar.map { Watts($0) },
      voltage: voltage.map { Volts($0) })
    lastReading = reading
    return reading
  }

  func status(by deadline: ExchangeDeadline) throws(DeviceError) -> ChargerStatus {
    statusTries.append(clock.now)
    try exchange(by: deadline, statusError)
    let isPowerNew = clock.now.seconds % powerInterval == 0
    if isPowerNew { lastPower = measuresPower ? Watts(saidPower ?? flow * 230) : nil }
    return ChargerStatus(
      state: saysPaused ? .paused : state, pluggedIn: state.isPluggedIn, soc: soc,
      power: lastPower, isPowerNew: isPowerNew,
      setPoint: saidSetPoint.map { Amperes($0) } ?? (tellsSetPoint ? Amperes(current) : nil),
      isControlled: saysControlled)
  }

  /// The amperes that flow.
  var flow: Double {
    if current == 0, clock.uptime < flowsUntil { return 1 }
    if current != 0, let stubbornCurrent { return stubbornCurrent }
    return isWilling ? Double(current) : 0
  }

  func start(at current: Amperes, by deadline: ExchangeDeadline) throws(DeviceError) {
    try command(.start(current.value), by: deadline)
    self.current = current.value
    if isWilling { state = current.value > 0 ? .charging : .discharging }
  }

  func stop(by deadline: ExchangeDeadline) throws(DeviceError) {
    try command(.stop, by: deadline)
    guard !disobeys else { return }
    if current != 0 { flowsUntil = clock.uptime + .seconds(rampSeconds) }
    current = 0
    if state == .charging || state == .discharging { state = .paused }
  }

  func release(by deadline: ExchangeDeadline) throws(DeviceError) { try command(.release, by: deadline) }

  /// The car refuses to take or give any more, or was unplugged.
  func fall(to state: ChargerState) {
    self.state = state
    current = 0
  }

  private func command(_ call: Call, by deadline: ExchangeDeadline) throws(DeviceError) {
    calls.append(call)
    callSeconds.append(Int((clock.uptime - epoch) / .seconds(1)))
    if let commandErrorEnd, clock.uptime >= commandErrorEnd { commandError = nil }
    try exchange(by: deadline, commandError)
  }

  private func exchange(by deadline: ExchangeDeadline, _ error: DeviceError?) throws(DeviceError) {
    let left = deadline.uptime - clock.uptime
    clock.pass(min(max(left, .zero), latency))
    if latency > left { throw .timeout }
    if let error { throw error }
  }
}

/// A loop over a scripted home, a second at a time.
final class LoopRig {
  let clock: VirtualClock
  let home: ScriptedHome
  var decision: Decision
  let start: Instant
  private(set) var events: [RunEvent] = []
  private(set) var lastTick: LoopSnapshot?
  private(set) var evaluations: [(at: Instant, readings: Readings)] = []
  private(set) var loop: ControlLoop!

  /// Creates a loop that starts at `second` of a minute and whose schedule always wants `decision`.
  init(
    _ decision: Decision, second: Int64 = 0, order: Order? = nil, hasMeter: Bool = true,
    isHandedOver: Bool = false,
    site change: (inout Site) -> Void = { _ in }
  ) {
    start = Instant(seconds: 1_800_000_000 / 60 * 60 + second)
    clock = VirtualClock(start)
    home = ScriptedHome(clock)
    self.decision = decision
    var site = Site(
      timezone: "UTC", charger: DeviceConfiguration(driver: "simulated", range: nowhere))
    change(&site)
    loop = ControlLoop(
      site: site, charger: home, meter: hasMeter ? home : nil, clock: clock, order: order,
      isHandedOver: isHandedOver,
      evaluate: { [unowned self] instant, readings, order in
        evaluations.append((instant, readings))
        if let order {
          return Outcome(
            decision: order.decision(soc: readings.soc, current: site.chargerCurrent), ruleIndex: nil)
        }
        return Outcome(decision: self.decision, ruleIndex: 0)
      },
      report: { [unowned self] in
        events.append($0)
        if case .ticked(let snapshot) = $0 { lastTick = snapshot }
      })
  }

  /// Ticks `seconds` times, a second apart.
  func run(_ seconds: Int = 1) {
    for _ in 0..<seconds {
      loop.tick(at: clock.now)
      _ = clock.sleep(until: Instant(seconds: clock.now.seconds + 1))
    }
  }

  var snapshots: [LoopSnapshot] {
    events.compactMap { if case .ticked(let snapshot) = $0 { snapshot } else { nil } }
  }
  var failures: [RunEvent] {
    events.filter {
      switch $0 {
      case .failed, .recovered: true
      default: false
      }
    }
  }
  /// The kinds of the troubles that began and ended, in order.
  var troubles: (began: [Trouble.Kind], ended: [Trouble.Kind]) {
    var (began, ended): ([Trouble.Kind], [Trouble.Kind]) = ([], [])
    for event in events {
      switch event {
      case .troubleBegan(let trouble): began.append(trouble.kind)
      case .troubleEnded(let trouble): ended.append(trouble.kind)
      default: break
      }
    }
    return (began, ended)
  }
  var decided: [LoopSnapshot] {
    events.compactMap { if case .decided(let snapshot) = $0 { snapshot } else { nil } }
  }
}
