import Runtime
import ScheduleLang

extension Forecast {
  /// Runs `subject` minute by minute in a modelled home.
  ///
  /// The car is plugged in throughout and its SoC starts at `soc` percent; without a battery it stays there. The
  /// memory starts empty. Where the SoC is not `known`, the charger reports it once power has flowed.
  public init(
    of subject: HomeSchedule, from start: Instant, hours: Int, soc: Double, known: Bool = true,
    home: some HouseSource
  ) {
    let end = start.adding(seconds: hours * 3600)
    let drive = HomeDrive(subject.expecting(home))
    var state = drive.start(soc: Percent(soc), known: known)
    var targets = TargetWatch(subject.schedule)
    var steps: [Step] = []
    var now = start
    while now < end {
      let next = min(now.startOfMinute.adding(seconds: 60), end)
      let step = Step(from: now, to: next, drive: drive, &state, home: home)
      if subject.site.battery != nil {
        targets.update(
          state.memory, choosing: step.choice == nil ? nil : step.ruleIndex, on: subject.clocks.site,
          soc: state.soc.value, from: now, to: next)
      }
      if let last = steps.last, last.decision == step.decision, last.ruleIndex == step.ruleIndex,
        last.held == step.held,
        (last.socEnd == nil) == (step.socStart == nil)
      {
        steps[steps.count - 1].end = step.end
        steps[steps.count - 1].socEnd = step.socEnd
        steps[steps.count - 1].energy = last.energy + step.energy
      } else {
        steps.append(step)
      }
      now = next
    }
    targets.finish()
    missedTargets = targets.due.filter { !$0.isMet }
    importPrices = PriceCertainty(.importPrice, of: subject, over: start..<end)
    exportPrices = PriceCertainty(.exportPrice, of: subject, over: start..<end)
    self.steps = steps
    houseName = home.name
    total = steps.reduce(Energy()) { $0 + $1.energy }
  }
}

extension Forecast.Step {
  /// Decides at `start` and lets the charger follow until `end`, at most a minute later.
  fileprivate init(
    from start: Instant, to end: Instant, drive: HomeDrive, _ state: inout HomeDrive.State,
    home: some HouseSource
  ) {
    let moment = drive.clocks.moment(at: start)
    let before = state.knownSoC
    let seconds = Double(end.milliseconds - start.milliseconds) / 1000
    let house = home.reading(at: moment)
    let step = drive.step(&state, at: moment, seconds: seconds, house: house)
    let hasBattery = drive.hasBattery
    self.init(
      start: start, end: end, decision: step.outcome.decision, held: step.held,
      ruleIndex: step.outcome.ruleIndex, plan: step.outcome.plan,
      choice: step.outcome.optimised,
      socStart: hasBattery ? before : nil, socEnd: hasBattery ? state.knownSoC : nil,
      energy: Forecast.Energy(step, seconds: seconds, isHouseKnown: house.grid != nil))
  }
}

extension Forecast.Energy {
  /// The energy of a step through the grid meter at the step's prices; without the house only the charger's part, at an
  /// unknown cost.
  init(_ step: HomeDrive.Step, seconds: Double, isHouseKnown: Bool = true) {
    let energy = step.grid.value * seconds / 3600
    imported = WattHours(max(0, energy))
    exported = WattHours(max(0, -energy))
    let price = energy >= 0 ? step.importPrice : step.exportPrice
    cost = isHouseKnown ? price.map { $0.value * energy / 1000 } : nil
  }
}
