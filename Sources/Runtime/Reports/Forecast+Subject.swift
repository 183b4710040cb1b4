import ScheduleLang

extension Forecast {
  /// Runs `subject` minute by minute in a modelled home.
  ///
  /// The car is plugged in throughout and its SoC starts at `soc` percent; without a battery it stays there. The
  /// memory starts empty.
  public init(of subject: ReportSubject, from start: Instant, hours: Int, soc: Double, home: HomeProfile) {
    let end = start.adding(seconds: hours * 3600)
    var drive = ForecastDrive(subject: subject, home: home, soc: Percent(soc))
    var steps: [Step] = []
    var now = start
    while now < end {
      let next = min(now.startOfMinute.adding(seconds: 60), end)
      let step = drive.step(from: now, to: next)
      if let last = steps.last, last.decision == step.decision {
        steps[steps.count - 1].end = step.end
        steps[steps.count - 1].socEnd = step.socEnd
        steps[steps.count - 1].energy = last.energy + step.energy
      } else {
        steps.append(step)
      }
      now = next
    }
    self.steps = steps
    total = steps.reduce(Energy()) { $0 + $1.energy }
  }
}

/// A modelled home and car that a schedule drives.
private struct ForecastDrive {
  let subject: ReportSubject
  let home: HomeProfile
  var soc: Percent
  var memory = Memory()

  /// Decides at `start` and lets the charger follow until `end`, at most a minute later.
  mutating func step(from start: Instant, to end: Instant) -> Forecast.Step {
    let moment = subject.clocks.moment(at: start)
    var readings = Readings()
    readings.soc = Int(soc.value.rounded(.down))
    readings.pluggedIn = true
    readings.home = home.home(at: moment.local)
    readings.solar = home.solar(at: moment.local)
    let grid = home.home(at: moment.local) - home.solar(at: moment.local)
    readings.grid = grid
    readings.fillPrices(from: subject.outlook, at: moment)
    let outcome = subject.decide(at: moment, readings: readings, memory: &memory)

    let before = soc
    let seconds = Double(end.milliseconds - start.milliseconds) / 1000
    let power = drive(outcome.decision, grid: grid, soc: readings.soc, seconds: seconds)
    let hasBattery = subject.site.battery != nil
    return Forecast.Step(
      start: start, end: end, decision: outcome.decision, ruleIndex: outcome.ruleIndex,
      socStart: hasBattery ? before : nil, socEnd: hasBattery ? soc : nil,
      energy: Forecast.Energy(grid + power, seconds: seconds, readings: readings))
  }

  /// The charger's mean power while it does what the site leaves of `decision`; moves the SoC along.
  private mutating func drive(_ decision: Decision, grid: Watts, soc known: Int?, seconds: Double) -> Watts {
    let site = subject.site
    let smallest = site.chargerCurrent.lowerBound
    let wanted = LoadFollower(smallestCurrent: smallest)
      .target(for: subject.applied(decision, soc: known), grid: grid, voltage: site.voltage)
    let limits = SiteLimits(
      importLimit: site.importLimit, exportLimit: site.exportLimit, smallestCurrent: smallest)
    let current = limits.clip(wanted, of: decision.action, grid: grid, voltage: site.voltage)
    guard let battery = BatteryModel(site: site) else { return current.power(at: site.voltage) }
    let step = battery.step(from: soc, setCurrent: current, seconds: seconds)
    soc = step.soc
    return step.power
  }
}

extension Forecast.Energy {
  /// The energy of a steady power through the grid meter at the prices of `readings`.
  fileprivate init(_ grid: Watts, seconds: Double, readings: Readings) {
    let energy = grid.value * seconds / 3600
    imported = WattHours(max(0, energy))
    exported = WattHours(max(0, -energy))
    let price = energy >= 0 ? readings.importPrice : readings.exportPrice
    cost = price.map { $0.value * energy / 1000 }
  }
}
