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

  let subject: ReportSubject
  /// The SoC; stays where it is without a battery.
  var soc: Percent
  var memory = Memory()
  private let battery: BatteryModel?
  private let follower: LoadFollower
  private let limits: SiteLimits

  init(_ subject: ReportSubject, soc: Percent) {
    self.subject = subject
    self.soc = soc
    let site = subject.site
    battery = BatteryModel(site: site)
    follower = LoadFollower(smallestCurrent: site.chargerCurrent.lowerBound)
    limits = SiteLimits(
      importLimit: site.importLimit, exportLimit: site.exportLimit,
      smallestCurrent: site.chargerCurrent.lowerBound)
  }

  /// Decides at `moment` and lets the charger follow for so many seconds.
  mutating func step(at moment: Moment, seconds: Double, house: HouseReading) -> Step {
    var readings = Readings()
    readings.soc = Int(soc.value.rounded(.down))
    readings.pluggedIn = true
    readings.home = house.home
    readings.solar = house.solar
    readings.grid = house.grid
    readings.fillPrices(from: subject.outlook, at: moment)
    let outcome = decide(
      subject.schedule, at: moment, readings: readings, memory: &memory, outlook: subject.outlook)
    let power = drive(outcome.decision, grid: house.grid, known: readings.soc, seconds: seconds)
    return Step(
      outcome: outcome, power: power, grid: (house.grid ?? Watts(0)) + power,
      importPrice: readings.importPrice, exportPrice: readings.exportPrice)
  }

  /// The charger's mean power while it does what the site leaves of `decision`; moves the SoC along.
  private mutating func drive(_ decision: Decision, grid: Watts?, known: Int?, seconds: Double) -> Watts {
    if decision == .idle { return Watts(0) }
    let voltage = subject.site.voltage
    let wanted = follower.target(for: subject.applied(decision, soc: known), grid: grid, voltage: voltage)
    let current = limits.clip(wanted, of: decision.action, grid: grid, voltage: voltage)
    if current == .zero { return Watts(0) }
    guard let battery else { return current.power(at: voltage) }
    let step = battery.step(from: soc, setCurrent: current, seconds: seconds)
    soc = step.soc
    return step.power
  }
}
