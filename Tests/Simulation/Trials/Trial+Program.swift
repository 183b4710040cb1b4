import Platform
import Drivers
import Runtime
import ScheduleLang

/// The program in a trial: the real loop over the real drivers, with whatever bug is planted.
extension Trial {
  /// Runs the program until it is killed or ends by itself.
  func runProgram() throws {
    world.isProgramAlive = true
    isStopping = false
    (memory, discharge) = (Memory(), nil)
    inspector.programStarted()
    records.start()
    var failure: DeviceError?
    repeat {
      isForgetting = false
      let loop = try loop()
      do throws(DeviceError) {
        try loop.run { [world] in loop.order = world.order }
        failure = nil
      } catch { failure = error }
      // That it stops in between is no part of the bug.
      if isForgetting { inspector.programResumed() }
    } while isForgetting && world.isProgramAlive && !isStopping
    if world.isProgramAlive {
      inspector.programStopped(failure)
      records.stop()
    } else {
      records.die()
    }
    world.isProgramAlive = false
    inspector.programEnded()
  }

  private func loop() throws -> ControlLoop {
    let factory = DeviceFactory(connector: world)
    var site = program.site
    if bug == .failsafeNotArmed || bug == .timeoutTrusted {
      site.charger.settings["failsafe.need"] = .word("optional")
    }
    if bug == .controlHandedBack { site.charger.settings["control"] = .word("hand back") }
    var charger = try factory.charger(site.charger)
    var meter = try site.meter.map { try factory.meter($0) }
    if let bug {
      charger = SabotagedCharger(charger, bug: bug, world: world)
      meter = meter.map { SabotagedMeter($0, bug: bug, world: world) }
    }
    if bug == .gridLimitIgnored { (site.importLimit, site.exportLimit) = (nil, nil) }
    if bug == .socRangeIgnored { site.chargerSoC = 0...100 }
    return ControlLoop(
      site: site, charger: charger, meter: meter, clock: TrialClock(trial: self), order: world.order,
      evaluate: { [unowned self] in evaluate($0, $1, $2) }, report: { [unowned self] in hear($0) })
  }

  private func evaluate(_ instant: Instant, _ readings: Readings, _ order: Order?) -> Outcome {
    lookForPrices()
    let outcome = program.decide(
      at: program.clocks.moment(at: instant), readings: readings, memory: &memory,
      order: bug == .orderIgnored ? nil : order)
    guard bug == .deadlineOutlived else { return outcome }
    if let discharge, let plan = discharge.plan, plan.deadline.adding(seconds: 300) > instant {
      return discharge
    }
    discharge = outcome.decision.maximumCurrent <= 0 && outcome.plan?.actsNow == true ? outcome : nil
    return outcome
  }

  /// Goes on with the prices that have been published since.
  private func lookForPrices() {
    guard !program.priceSources.isEmpty, let curve = prices.news(at: world.instant) else { return }
    var published: [PriceSource: PriceCurve] = [:]
    for source in program.priceSources { published[source] = curve }
    program = program.with(published: published)
  }

  private func hear(_ event: RunEvent) {
    inspector.hear(event)
    guard world.isProgramAlive else { return }
    switch event {
    case .ticked(let snapshot): records.record(snapshot)
    case .orderEnded: world.order = nil
    default: break
    }
  }
}
