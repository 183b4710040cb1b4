import ScheduleLang

/// A modelled home and car that a schedule drives, minute by minute; the car stays plugged in.
struct HomeDrive {
  /// What one step came to.
  struct Step {
    var outcome: Outcome
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
    fileprivate(set) var memory = Memory()
    fileprivate var prices: PriceTimeline
  }

  let clocks: ClockSet
  let site: Site
  private let schedule: Schedule
  private let outlook: Outlook?
  private let prices: PriceTimeline
  private let battery: BatteryModel?
  private let follower: LoadFollower
  private let limits: SiteLimits

  init(_ subject: ReportSubject) {
    site = subject.site
    schedule = subject.schedule
    outlook = subject.outlook
    prices = PriceTimeline(subject.outlook)
    clocks = subject.clocks
    battery = BatteryModel(site: site)
    follower = LoadFollower(smallestCurrent: site.chargerCurrent.lowerBound)
    limits = SiteLimits(
      importLimit: site.importLimit, exportLimit: site.exportLimit,
      smallestCurrent: site.chargerCurrent.lowerBound)
  }

  /// The state at the start.
  func start(soc: Percent) -> State { State(soc: soc, prices: prices) }

  /// Decides at `moment` and lets the charger follow for so many seconds.
  func step(_ state: inout State, at moment: Moment, seconds: Double, house: HouseReading) -> Step {
    var readings = Readings()
    readings.soc = Int(state.soc.value.rounded(.down))
    readings.pluggedIn = true
    let metered = house.metered(at: site)
    readings.home = metered.home
    readings.solar = metered.solar
    readings.grid = metered.grid
    let prices = state.prices.piece(at: moment.instant)
    (readings.importPrice, readings.exportPrice) = (prices.importPrice, prices.exportPrice)
    let outcome = decide(
      schedule, at: moment, readings: readings, memory: &state.memory, outlook: outlook)
    let power = drive(
      &state.soc, by: outcome.decision, grid: metered.grid, known: readings.soc, seconds: seconds)
    return Step(
      outcome: outcome, power: power, grid: (house.grid ?? Watts(0)) + power,
      importPrice: readings.importPrice, exportPrice: readings.exportPrice)
  }

  /// The charger's mean power while it does what the site leaves of `decision`; moves the SoC along.
  private func drive(_ soc: inout Percent, by decision: Decision, grid: Watts?, known: Int?, seconds: Double)
    -> Watts
  {
    if decision == .idle { return Watts(0) }
    let voltage = site.voltage
    let applied = decision.applied(soc: known, range: site.chargerSoC)
    let wanted = follower.target(for: applied, grid: grid, voltage: voltage)
    let current = limits.clip(wanted, of: decision.action, grid: grid, voltage: voltage)
    if current == .zero { return Watts(0) }
    guard let battery else { return current.power(at: voltage) }
    let step = battery.step(from: soc, setCurrent: current, seconds: seconds)
    soc = step.soc
    return step.power
  }
}
