import Runtime
import ScheduleLang

/// A modelled home and car that a schedule drives, minute by minute.
struct HomeDrive {
  /// What one step came to.
  struct Step {
    var outcome: Outcome
    /// What is left of the decision, where the direction has changed too often for all of it; nil where it has not.
    var held: Decision?
    /// What the charger is set to, charging positive.
    var current: Amperes
    /// The charger's mean power, charging positive.
    var power: Watts
    /// The mean power through the grid meter, import positive; that of the charger alone where the house is
    /// unknown.
    var grid: Watts
    var importPrice: Price?
    var exportPrice: Price?
  }

  /// What changes as time goes on.
  struct State {
    /// The SoC; stays where it is without a battery.
    var soc: Percent
    /// Whether the charger reports the SoC; many do only once power has flowed.
    fileprivate(set) var knowsSoC = true
    fileprivate(set) var memory = Memory()
    fileprivate var prices: PriceTimeline
    /// What is known of the time to come.
    fileprivate var outlook: Outlook?
    fileprivate var published: PublishedPrices?
    fileprivate var uptake = ChargeUptake()
    fileprivate var directions = DirectionLimit()
    /// What has gone through the charger since the start.
    fileprivate var count = EnergyCount()
    /// For how long it has lived.
    fileprivate var uptime: Duration = .zero

    /// Looks at the car for so many seconds, in which it took or gave `power`.
    fileprivate mutating func look(power: Watts, offer: Amperes, seconds: Double, isAway: Bool = false) {
      let state: ChargerState = power.value > 0 ? .charging : power.value < 0 ? .discharging : .paused
      let status = ChargerStatus(state: state, pluggedIn: !isAway, soc: nil, power: power)
      // What is offered in vain is looked at every few seconds; nothing else needs so close a look.
      let step = offer != .zero && power == Watts(0) ? 5.0 : max(seconds, 1)
      for second in stride(from: 0, to: seconds, by: step) {
        uptake.update(status, offer: offer, at: uptime + .seconds(second))
      }
    }

    /// The SoC as far as it is known.
    var knownSoC: Percent? { knowsSoC ? soc : nil }
  }

  let clocks: ClockSet
  /// Whether the car's battery is known.
  var hasBattery: Bool { battery != nil }
  private let metering: HouseMetering
  private let voltage: Volts
  private let socRange: ClosedRange<Int>
  private let schedule: Schedule
  private let inputs: InputValues
  private let batterySize: WattHours?
  private let outlook: Outlook?
  private let published: PublishedPrices?
  private let prices: PriceTimeline
  private let battery: BatteryModel?
  private let follower: LoadFollower
  private let limits: SiteLimits

  /// - Parameter publishes: whether prices become known as they were published, rather than all that are known now.
  init(_ subject: HomeSchedule, publishes: Bool = false) {
    published = publishes ? PublishedPrices(of: subject) : nil
    let site = subject.site
    metering = HouseMetering(of: site)
    voltage = site.voltage
    socRange = site.chargerSoC
    schedule = subject.schedule
    inputs = subject.inputs
    batterySize = site.battery
    outlook = subject.outlook
    prices = PriceTimeline(subject.outlook)
    clocks = subject.clocks
    battery = site.battery.map { _ in SimulationSettings(site: site).battery }
    follower = LoadFollower(smallestCurrent: site.chargerCurrent.lowerBound)
    limits = SiteLimits(
      importLimit: site.importLimit, exportLimit: site.exportLimit,
      smallestCurrent: site.chargerCurrent.lowerBound)
  }

  /// The state at the start.
  func start(soc: Percent, known: Bool = true) -> State {
    State(soc: soc, knowsSoC: known, prices: prices, outlook: outlook, published: published)
  }

  /// Decides at `moment` and lets the charger follow for so many seconds; nothing flows, and no SoC is known, while the
  /// car is away.
  func step(
    _ state: inout State, at moment: Moment, seconds: Double, house: HouseReading, isAway: Bool = false
  ) -> Step {
    var readings = Readings()
    readings.soc = isAway ? nil : state.knownSoC.map { Int($0.value.rounded(.down)) }
    readings.pluggedIn = !isAway
    readings.inputs = inputs
    readings.counters = state.count.counters(on: moment.local.date, battery: batterySize)
    readings.takesNoCharge = state.uptake.isRefused
    let metered = metering.metered(house)
    readings.home = metered.home
    readings.solar = metered.solar
    readings.grid = metered.grid
    let prices = state.prices.piece(at: moment.instant)
    (readings.importPrice, readings.exportPrice) = (prices.importPrice, prices.exportPrice)
    if let next = state.published?.next, next <= moment.instant {
      state.outlook = state.published?.outlook(at: moment.instant)
    }
    let outcome = decide(
      schedule, at: moment, readings: readings, memory: &state.memory, outlook: state.outlook)
    let inRange = outcome.decision.applied(soc: readings.soc, range: socRange)
    let steady = isAway ? .idle : state.directions.applied(to: inRange, at: state.uptime)
    let current = current(steady, grid: metered.grid)
    state.directions.note(current, at: state.uptime)
    state.directions.taken()
    let power = drive(&state, at: current, seconds: seconds, isAway: isAway)
    if power != Watts(0) { state.knowsSoC = true }
    state.count.note(power, seconds: seconds, on: moment.local.date)
    return Step(
      outcome: outcome, held: isAway || steady == inRange ? nil : steady, current: current, power: power,
      grid: (house.grid ?? Watts(0)) + power,
      importPrice: readings.importPrice, exportPrice: readings.exportPrice)
  }

  /// What the follower and the site's grid limits make of `decision`.
  private func current(_ decision: Decision, grid: Watts?) -> Amperes {
    if decision == .idle { return .zero }
    let wanted = follower.goal(for: decision, grid: grid, voltage: voltage)
    return limits.clip(wanted, of: decision.action, grid: grid, voltage: voltage)
  }

  /// The charger's mean power at such a current; moves the SoC along.
  private func drive(_ state: inout State, at current: Amperes, seconds: Double, isAway: Bool) -> Watts {
    defer { state.uptime += .seconds(seconds) }
    guard let battery, current != .zero else {
      let power = current.power(at: voltage)
      state.look(power: power, offer: .zero, seconds: seconds, isAway: isAway)
      return power
    }
    let step = battery.step(from: state.soc, setPoint: current, seconds: seconds)
    state.look(power: step.power, offer: current, seconds: seconds)
    state.soc = step.soc
    return step.power
  }
}
