import ScheduleLang

/// Evaluates a schedule each minute and keeps the charger at the current that it asks for, second by second.
///
/// Everything happens one after the other on the caller's thread, and all that the loop depends on comes in
/// through its initialiser: the same clock and devices give the same run. A device that fails
/// never ends the loop; it is tried again with every tick.
public final class ControlLoop {
  /// What a schedule wants at an instant, given what is known and what the owner ordered instead.
  public typealias Evaluate = (Instant, Readings, Order?) -> Outcome

  /// The home.
  public private(set) var site: Site
  let charger: any Charger
  private(set) var meter: (any Meter)?
  let clock: any LoopClock
  let tell: (RunEvent) -> Void
  private let evaluate: Evaluate
  private let started: Duration
  /// What the owner ordered in place of the schedule's rules; nil is nothing.
  ///
  /// A change acts at the next tick. A new order offers power anew to a car that took none.
  public var order: Order? {
    didSet { if order != nil, order != oldValue { belief.offerAgain() } }
  }

  var meterLink = DeviceLink(.meter)
  var chargerLink = DeviceLink(.charger)
  var commandLink = DeviceLink(.charger)
  var steering = Steering()
  private var lastResort = LastResort()
  private var belief: HomeBelief
  private var evaluation: Evaluation?
  private var last: (applied: Decision, restraint: Restraint?)?
  /// Whether the charger has been told to charge, and took that.
  private var offersCharge = false

  /// The last evaluation of the schedule.
  private struct Evaluation {
    var minute: Int64
    var readings: Readings
    var outcome: Outcome
    var order: Order?
  }

  /// Creates a loop that carries out `order` first.
  ///
  /// - Parameters:
  ///   - meter: nil where the site has none; the grid is unknown then.
  ///   - evaluate: called at the start, at every whole minute and when a reading becomes known.
  ///   - tell: told everything that happens, on the loop's thread.
  public init(
    site: Site, charger: any Charger, meter: (any Meter)?, clock: any LoopClock, order: Order? = nil,
    evaluate: @escaping Evaluate, tell: @escaping (RunEvent) -> Void
  ) {
    self.site = site
    self.charger = charger
    self.meter = meter
    self.clock = clock
    self.evaluate = evaluate
    self.tell = tell
    belief = HomeBelief(site: site)
    started = clock.uptime
    self.order = order
  }

  /// How often in a row the charger has been asked in vain how it is, once a second; one that refuses has answered.
  public var chargerLosses: Int { chargerLink.losses }

  /// Goes on with another description of the home, and its meter, from the next tick on.
  ///
  /// The charger stays, with all that is known of it and what it was told when.
  public func follow(site: Site, meter: (any Meter)?) {
    if meter !== self.meter { meterLink = DeviceLink(.meter) }
    (self.site, self.meter) = (site, meter)
    belief.follow(site)
    evaluation = nil
  }

  /// Ticks at every whole second until a stop is requested, then stops the charger and hands it back.
  ///
  /// `prepare` is called before each tick. Returns why the charger could not be stopped, or nil where all is
  /// well.
  public func run(beforeEachTick prepare: () -> Void = {}) -> DeviceError? {
    while !clock.stopRequested {
      prepare()
      tick(at: clock.now)
      if clock.sleep(until: Instant(seconds: clock.now.seconds + 1)) { break }
    }
    return shutDown()
  }

  /// Looks at the devices once, evaluates the schedule where that is due, and commands the charger where
  /// something must change.
  public func tick(at now: Instant) {
    let uptime = clock.uptime
    let reading = readMeter(tickedAt: uptime)
    guard !clock.stopRequested else { return }
    let isLeftAlone = lastResort.holds(at: uptime)
    let status = isLeftAlone ? nil : readCharger(tickedAt: uptime)
    guard !clock.stopRequested else { return }
    if let status { steering.observe(status, at: uptime) }
    belief.take(
      meter: reading, charger: status, setPoint: steering.setPoint, offersCharge: offersCharge, at: uptime)

    let readings = belief.readings(at: uptime)
    if let order, order.isOver(at: now, readings: readings) {
      self.order = nil
      tell(.orderEnded(order))
    }
    var isNews = evaluateIfDue(at: now, uptime, readings)
    guard let evaluation else { return }
    let restraint = restraint(on: evaluation.outcome.decision, at: uptime)
    let applied = restrained(evaluation.outcome.decision, by: restraint)
    if let last, last != (applied, restraint) { isNews = true }
    last = (applied, restraint)
    let goal = goal(for: applied, at: uptime)
    let setPointBefore = steering.setPoint
    let command = isLeftAlone ? nil : steering.command(for: goal, state: status?.state, at: uptime)
    if let command { send(command, to: status?.state, tickedAt: uptime) }
    offersCharge = goal.current > .zero && steering.setPoint ?? .zero > .zero && !commandLink.isFailing
    considerLastResort(
      command, in: status?.state, setPoint: setPointBefore, goal: goal, at: uptime)
    let snapshot = LoopSnapshot(
      instant: now, readings: readings, meter: belief.meter(at: uptime),
      charger: belief.charger(at: uptime), outcome: evaluation.outcome, applied: applied,
      restraint: restraint, setPoint: steering.setPoint, target: goal.current, order: evaluation.order,
      meterAnswer: reading, chargerAnswer: status, meterFailure: meterLink.failure,
      chargerFailure: chargerLink.failure ?? (command == nil && !isLeftAlone ? nil : commandLink.failure),
      setPointBefore: setPointBefore, leavesChargerAlone: isLeftAlone)
    if isNews { tell(.decided(snapshot)) }
    tell(.ticked(snapshot))
  }

  /// Leaves a charger in `state` alone, or asks it again, by what became of a tick's `command`.
  ///
  /// - Parameter setPoint: the current that it had before.
  private func considerLastResort(
    _ command: ChargerCommand?, in state: ChargerState?, setPoint: Amperes?, goal: Steering.Goal,
    at uptime: Duration
  ) {
    let isExcessive = setPoint.map { $0 != goal.permitted } ?? false
    if lastResort.holds(at: uptime) {
      if !isExcessive, goal.current != .zero { lastResort.relent() }
      return
    }
    var finding = LastResort.Finding.fine
    let isMoving = state?.isMovingPower ?? (setPoint ?? .zero != .zero)
    if isMoving, command == .stop || (command != nil && isExcessive), let failure = commandLink.failure {
      let isRefused = if case .refused = failure { true } else { false }
      finding = .resists(isRefused: isRefused)
    } else if state == nil {
      finding = .unclear
    }
    guard let time = lastResort.note(finding, ownTimeout: charger.ownTimeout, at: uptime) else { return }
    let seconds = time.components.seconds
    report(
      commandLink.failed(
        .refused("it will not be stopped, and is left alone for \(seconds) s so that it stops by itself")))
  }

  /// Evaluates at the start, at whole minutes, after a new order or its end, when a car comes or goes, and once a reading
  /// becomes known or the SoC turns out to be another; true where there is something to tell: a new minute or another
  /// outcome.
  private func evaluateIfDue(at now: Instant, _ uptime: Duration, _ readings: Readings) -> Bool {
    let minute = now.seconds / 60
    if let evaluation, evaluation.minute == minute, evaluation.order == order,
      !readings.knowsMore(than: evaluation.readings)
    {
      return false
    }
    let outcome = evaluate(now, readings, order)
    let previous = evaluation
    evaluation = Evaluation(minute: minute, readings: readings, outcome: outcome, order: order)
    belief.restartAverages()
    return previous?.minute != minute || previous?.outcome != outcome || previous?.order != order
  }

  /// What keeps the loop from doing as the schedule wants at this second.
  private func restraint(on decision: Decision, at uptime: Duration) -> Restraint? {
    guard decision != .idle else { return nil }
    if belief.charger(at: uptime)?.pluggedIn == false { return .unplugged }
    if meter != nil, !site.keepsFixedActionsOnStaleMeter, meterIsStale(at: uptime) { return .staleMeter }
    return decision.applied(soc: belief.soc.soc, range: site.chargerSoC) == decision ? nil : .socRange
  }

  private func restrained(_ decision: Decision, by restraint: Restraint?) -> Decision {
    switch restraint {
    case nil: decision
    case .unplugged, .staleMeter: .idle
    case .socRange: decision.applied(soc: belief.soc.soc, range: site.chargerSoC)
    }
  }

  private func meterIsStale(at uptime: Duration) -> Bool {
    uptime - started > .seconds(site.staleAfter) && belief.gridWithoutCharger(at: uptime) == nil
  }

  private func goal(for decision: Decision, at uptime: Duration) -> Steering.Goal {
    let grid = belief.gridWithoutCharger(at: uptime)
    let voltage = belief.voltage(at: uptime)
    let smallest = site.chargerCurrent.lowerBound
    let follower = LoadFollower(smallestCurrent: smallest)
    let limits = SiteLimits(
      importLimit: site.importLimit, exportLimit: site.exportLimit, smallestCurrent: smallest)
    func clip(_ current: Amperes) -> Amperes {
      limits.clip(current, of: decision.action, grid: grid, voltage: voltage)
    }
    return Steering.Goal(
      current: clip(follower.target(for: decision, grid: grid, voltage: voltage)),
      permitted: clip(heldCurrent(allowedBy: decision)))
  }

  /// The charger's present current where `decision` wants power in that direction, otherwise 0.
  ///
  /// What a charger says that it has may be nonsense, and goes back to it only within the site's range.
  private func heldCurrent(allowedBy decision: Decision) -> Amperes {
    guard let held = steering.setPoint?.value, held.magnitude >= site.chargerCurrent.lowerBound,
      held > 0 ? decision.maximumCurrent > 0 : decision.minimumCurrent < 0
    else { return .zero }
    let largest = site.chargerCurrent.upperBound
    return Amperes(held.clamped(-largest, largest))
  }
}

extension Readings {
  /// Whether something is known here that was not in `earlier`.
  fileprivate func knowsMore(than earlier: Readings) -> Bool {
    if let soc, let before = earlier.soc, abs(soc - before) > 2 { return true }
    // What was decided for a car is not for the next.
    if let pluggedIn, let before = earlier.pluggedIn, pluggedIn != before { return true }
    return (soc != nil && earlier.soc == nil) || (grid != nil && earlier.grid == nil)
      || (solar != nil && earlier.solar == nil) || (home != nil && earlier.home == nil)
      || (pluggedIn != nil && earlier.pluggedIn == nil)
  }
}
