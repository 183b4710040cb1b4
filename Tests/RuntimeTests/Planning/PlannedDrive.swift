import ScheduleLang
import ScheduleSupport

@testable import Runtime

/// A car at a charger that does at every minute what a schedule says.
struct PlannedDrive {
  let schedule: Schedule
  var outlook: Outlook
  /// The true car, which may differ from what the outlook takes it to be.
  var battery: BatteryModel
  var soc: Percent
  var pluggedIn = true
  /// Whether the charger says nothing of itself.
  var isSilent = false
  var home: Watts?
  /// What the house takes in each hour of the day, in watts; empty is what `home` says.
  var hours: [Double] = []
  var now: Instant
  var memory = Memory()
  private var uptake = ChargeUptake()
  private var counted = EnergyCount()
  /// The minutes in which rule 0 decided.
  var acted: [Instant] = []
  /// What the import cost, or with a minus the export earned, in minor money units.
  var cost = 0.0
  private(set) var last = Outcome(decision: .idle, ruleIndex: nil)

  init(_ schedule: Schedule, outlook: Outlook, battery: BatteryModel, soc: Double, from start: Instant) {
    self.schedule = schedule
    self.outlook = outlook
    self.battery = battery
    self.soc = Percent(soc)
    now = start
  }

  /// Lives through minutes until `end`.
  mutating func run(until end: Instant) {
    while now < end { minute() }
  }

  /// Lives through one minute.
  mutating func minute() {
    let moment = outlook.clocks.moment(at: now)
    var readings = Readings.soc(isSilent ? nil : Int(soc.value))
    readings.pluggedIn = isSilent ? nil : pluggedIn
    readings.home = hours.isEmpty ? home : Watts(hours[moment.local.minute / 60])
    if !hours.isEmpty { readings.grid = readings.home }
    readings.takesNoCharge = uptake.isRefused
    readings.counters = counted.counters(on: moment.local.date, battery: battery.capacity)
    readings.fillPrices(from: outlook, at: moment)
    last = decide(schedule, at: moment, readings: readings, memory: &memory, outlook: outlook)
    if last.ruleIndex == 0 { acted.append(now) }
    let decision = last.decision
    var current = decision.maximumCurrent > 0 ? decision.maximumCurrent : decision.minimumCurrent
    if decision.action == .followHouse, let home = readings.home {
      current = max(current, -Int(home.value / outlook.voltage.value))
    }
    let limited = outlook.limits.clip(
      Amperes(current), of: decision.action, grid: readings.grid, voltage: outlook.voltage)
    let step = battery.step(from: soc, setPoint: pluggedIn ? limited : .zero, seconds: 60)
    soc = step.soc
    counted.note(step.power, seconds: 60, on: moment.local.date)
    let state: ChargerState = !pluggedIn ? .unplugged : step.power == Watts(0) ? .paused : .charging
    let status = ChargerStatus(state: state, pluggedIn: pluggedIn, soc: nil, power: step.power)
    for second in stride(from: 0, to: 60, by: 5) {
      uptake.update(
        status, offer: Amperes(current),
        at: .milliseconds(now.milliseconds) + .seconds(second))
    }
    let price = step.power.value < 0 ? readings.exportPrice : readings.importPrice
    cost += step.power.value / 60_000 * (price?.value ?? 0)
    now = now.adding(seconds: 60)
  }

  /// How many separate runs rule 0 had.
  var runs: Int {
    acted.isEmpty ? 0 : 1 + zip(acted, acted.dropFirst()).count { $1 != $0.adding(seconds: 60) }
  }
}
