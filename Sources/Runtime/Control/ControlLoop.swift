import Platform
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
  let report: (RunEvent) -> Void
  private let evaluate: Evaluate
  private let started: Duration
  /// What the owner ordered in place of the schedule's rules; nil is nothing.
  ///
  /// A change acts at the next tick. A new order offers power anew to a car that took none.
  public var order: Order? {
    didSet { if order != nil, order != oldValue { startAnew() } }
  }

  var meterLink = DeviceLink(.meter)
  var chargerLink = DeviceLink(.charger)
  var commandLink = DeviceLink(.charger)
  var steering = Steering()
  private(set) var directions = DirectionLimit()
  private var following = FollowingStart()
  private var lastResort = LastResort()
  private(set) var belief: HomeBelief
  private var watch = TroubleWatch()
  private(set) var obedience = Obedience()
  private var obedienceLink = DeviceLink(.charger)
  /// The order that was last looked at for whether it stops the charger.
  private var attendedOrder: Order?
  private var evaluation: Evaluation?
  private var last: (applied: Decision, restraint: Restraint?)?
  /// What the charger has been told to charge or discharge, and took.
  private var offer = Amperes.zero
  private var wasPluggedIn: Bool?
  /// Whether the schedule has wanted the other direction since the changes of direction were used up.
  private(set) var isDirectionHeld = false

  /// What is wrong that others than the loop have found, each kind with its words.
  public var troublesElsewhere: [Trouble.Kind: String] = [:]

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
  ///   - report: called with everything that happens, on the loop's thread.
  public init(
    site: Site, charger: any Charger, meter: (any Meter)?, clock: any LoopClock, order: Order? = nil,
    evaluate: @escaping Evaluate, report: @escaping (RunEvent) -> Void
  ) {
    self.site = site
    self.charger = charger
    self.meter = meter
    self.clock = clock
    self.evaluate = evaluate
    self.report = report
    belief = HomeBelief(site: site)
    started = clock.uptime
    self.order = order
    attendedOrder = order
  }

  /// How often in a row the charger has been asked in vain how it is, once a second; one that refuses has answered.
  public var chargerLosses: Int { chargerLink.losses }

  /// Goes on with another description of the home, and its meter, from the next tick on.
  ///
  /// The charger stays, with all that is known of it and what it was told when.
  public func follow(site: Site, meter: (any Meter)?) {
    if meter !== self.meter {
      meterLink = DeviceLink(.meter)
      belief.trustMeter()
    }
    (self.site, self.meter) = (site, meter)
    belief.follow(site)
    evaluation = nil
  }

  /// Ticks at every whole second until a stop is requested, then stops the charger and hands it back.
  ///
  /// `prepare` is called before each tick. Throws why the charger could not be stopped.
  public func run(beforeEachTick prepare: () -> Void = {}) throws(DeviceError) {
    while !clock.stopRequested {
      prepare()
      tick(at: clock.now)
      if awaitNextTick(prepare) { break }
    }
    try shutDown()
  }

  /// Waits for the next whole second, and carries out a stop that is ordered meanwhile; true where the run is to end.
  private func awaitNextTick(_ prepare: () -> Void) -> Bool {
    let next = Instant(seconds: clock.now.seconds + 1)
    while !clock.sleep(until: next) {
      guard clock.wasWoken else { return false }
      prepare()
      obeyStop(tickedAt: clock.uptime)
    }
    return true
  }

  /// Stops the charger before all else where that is what the owner has just ordered.
  private func obeyStop(tickedAt uptime: Duration) {
    defer { attendedOrder = order }
    guard let order, order != attendedOrder, order.kind.wantsNoPower, !lastResort.holds(at: uptime),
      steering.setPoint != .zero || belief.charger(at: uptime)?.state.isMovingPower == true
    else { return }
    send(.stop, to: nil, for: .idle, tickedAt: uptime, isFirst: true)
  }

  /// Looks at the devices once, evaluates the schedule where that is due, and commands the charger where
  /// something must change.
  public func tick(at now: Instant) {
    let uptime = clock.uptime
    obeyStop(tickedAt: uptime)
    let reading = readMeter(tickedAt: uptime)
    guard !clock.stopRequested else { return }
    let isLeftAlone = lastResort.holds(at: uptime)
    let status = isLeftAlone ? nil : readCharger(tickedAt: uptime)
    guard !clock.stopRequested else { return }
    if let status { observe(status, at: uptime) }
    watchObedience(to: status, grid: reading?.grid, at: uptime)
    belief.take(
      meter: reading, charger: status, setPoint: steering.setPoint, offer: offer,
      isObeyed: charger.takesCommands,
      at: uptime)

    let readings = belief.readings(at: uptime)
    if let order, order.isOver(at: now, readings: readings) { end(order) }
    var isNews = evaluateIfDue(at: now, uptime, readings)
    if let order, evaluation?.outcome.comesNoNearer == true {
      end(order)
      isNews = evaluateIfDue(at: now, uptime, readings) || isNews
    }
    guard let evaluation else { return }
    let (applied, restraint) = restrained(evaluation.outcome.decision, at: uptime)
    if let last, last != (applied, restraint) { isNews = true }
    last = (applied, restraint)
    let goal = goal(for: applied, at: uptime)
    let setPointBefore = steering.setPoint
    let command =
      isLeftAlone
      ? nil
      : steering.command(for: goal, state: status?.state, at: uptime)
        ?? (obedience.demandsStop && goal.current == .zero ? .stop : nil)
    if let command {
      directions.note(command.setPoint, at: uptime)
      send(command, to: status?.state, for: goal.action, tickedAt: uptime)
      if command != .stop, steering.told == command.setPoint { directions.taken() }
    }
    offer = goal.current != .zero && steering.told?.sign == goal.current.sign ? goal.current : .zero
    considerLastResort(
      command, in: status?.state, setPoint: setPointBefore, goal: goal, at: uptime)
    for event in watch.update(
      troubles(
        state: status?.state, reading: reading, applied: applied, isLeftAlone: isLeftAlone, at: uptime),
      at: uptime, now: now)
    {
      report(event)
    }
    var snapshot = LoopSnapshot(
      instant: now, readings: readings, meter: belief.meter(at: uptime),
      charger: belief.charger(at: uptime), outcome: evaluation.outcome, applied: applied,
      restraint: restraint, setPoint: steering.setPoint, goal: goal.current, order: evaluation.order,
      meterAnswer: reading, chargerAnswer: status, meterFailure: meterLink.failure,
      chargerFailure: chargerLink.failure ?? obedienceLink.failure
        ?? (command == nil && !isLeftAlone ? nil : commandLink.failure),
      setPointBefore: setPointBefore, leavesChargerAlone: isLeftAlone)
    snapshot.troubles = watch.current
    if isNews { report(.decided(snapshot)) }
    report(.ticked(snapshot))
  }

  private func end(_ order: Order) {
    self.order = nil
    report(.orderEnded(order))
  }

  /// Notes whether the charger does what it has taken.
  ///
  /// - Parameter grid: what the meter shows now; nil is unknown.
  private func watchObedience(to status: ChargerStatus?, grid: Watts?, at uptime: Duration) {
    guard charger.takesCommands, !lastResort.holds(at: uptime) else { return }
    let voltage = belief.voltage(at: uptime)
    let exceedsLimit = grid.map { exceeds($0, at: voltage) } ?? false
    obedience.note(
      status.map {
        .init(
          status: $0, most: Amperes(site.chargerCurrent.upperBound), voltage: voltage,
          exceedsLimit: exceedsLimit)
      },
      told: steering.told, at: uptime)
    switch obedience.isBroken {
    case true?: report(obedienceLink.failed(.disobeyed("it took the stop, and power flows still")))
    case false? where obedience.holds(at: uptime):
      report(obedienceLink.failed(.disobeyed("it took a current, and another flowed")))
    case false?: report(obedienceLink.succeeded())
    case nil: break
    }
  }

  /// Whether the grid's power is beyond the limit that the charger's direction has, by more than an ampere.
  private func exceeds(_ grid: Watts, at voltage: Volts) -> Bool {
    switch steering.told?.value.signum() {
    case 1: site.importLimit.map { grid.value > $0.value + voltage.value } ?? false
    case -1: site.exportLimit.map { -grid.value > $0.value + voltage.value } ?? false
    default: false
    }
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
    } else if obedience.isHopeless, goal.current == .zero {
      // It says that it would, which is as good as a refusal.
      finding = .resists(isRefused: true)
    } else if state == nil {
      finding = .unclear
    }
    guard let time = lastResort.note(finding, failsafeTimeout: charger.failsafeTimeout, at: uptime) else {
      return
    }
    let seconds = time.components.seconds
    report(
      commandLink.failed(
        .refused("it will not be stopped, and is left alone for \(seconds) s so that it stops by itself")))
  }

  /// Evaluates at the start, at whole minutes, after a new order or its end, when a car comes or goes, and once a reading
  /// becomes known or the SoC turns out to be another; true where there is something to report: a new minute or another
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

  /// Takes in what the charger says of itself.
  private func observe(_ status: ChargerStatus, at uptime: Duration) {
    if status.pluggedIn == true, wasPluggedIn == false { startAnew() }
    wasPluggedIn = status.pluggedIn ?? wasPluggedIn
    steering.observe(status, voltage: belief.voltage(at: uptime), at: uptime)
    // What an earlier run left under way has a direction already.
    if status.state.isMovingPower, steering.told == nil {
      directions.seen(Amperes(status.state == .charging ? 1 : -1), at: uptime)
    }
  }

  /// Waits no more for what belonged to another car, or to what the owner has ordered otherwise.
  private func startAnew() {
    belief.offerAgain()
    steering.startAnew()
    obedience.startAnew()
    following.reset()
  }

  /// What is left of what the schedule wants at this second, and what keeps the loop from the rest.
  private func restrained(_ decision: Decision, at uptime: Duration) -> (Decision, Restraint?) {
    guard decision != .idle else { return (decision, nil) }
    if belief.charger(at: uptime)?.pluggedIn == false { return (.idle, .unplugged) }
    if obedience.holds(at: uptime) { return (.idle, .disobedientCharger) }
    if let restraint = meterRestraint(on: decision, at: uptime) { return (.idle, restraint) }
    let inRange = decision.applied(soc: belief.soc.soc, range: site.chargerSoC)
    let steady = directions.applied(to: inRange, at: uptime)
    isDirectionHeld = directions.isExhausted(at: uptime) && (isDirectionHeld || steady != inRange)
    return (steady, steady != inRange ? .direction : inRange != decision ? .socRange : nil)
  }

  private func meterRestraint(on decision: Decision, at uptime: Duration) -> Restraint? {
    guard meter != nil else { return nil }
    let doubt = belief.meterDoubt(at: uptime)
    // Whoever goes by the meter waits for its proof: what follows it, and what a limit of the site is to hold back.
    if doubt == .unproven, decision.action.follows || isLimited(decision) { return .doubtfulMeter }
    guard !site.keepsFixedActionsOnStaleMeter else { return nil }
    if doubt != nil, doubt != .unproven { return .doubtfulMeter }
    return meterIsStale(at: uptime) ? .staleMeter : nil
  }

  /// Whether the site limits the grid's power in a direction that `decision` may have.
  private func isLimited(_ decision: Decision) -> Bool {
    (decision.maximumCurrent > 0 && site.importLimit != nil)
      || (decision.minimumCurrent < 0 && site.exportLimit != nil)
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
    let current = clip(
      following.settle(
        follower.goal(for: decision, grid: grid, voltage: voltage), for: decision, isKnown: grid != nil,
        smallest: smallest, settle: site.settle.map { .seconds($0) }, at: uptime))
    return Steering.Goal(
      current: current, permitted: clip(heldCurrent(allowedBy: decision, wanting: current)),
      action: decision.action)
  }

  /// The charger's present current where `decision` wants power in that direction, otherwise 0.
  ///
  /// A current that this program has told the charger waits for the guard time. One that the charger merely says it has
  /// may be nonsense, and is no reason for more than what is wanted now.
  private func heldCurrent(allowedBy decision: Decision, wanting current: Amperes) -> Amperes {
    guard let held = steering.setPoint, held.value.magnitude >= site.chargerCurrent.lowerBound,
      held.value > 0 ? decision.maximumCurrent > 0 : decision.minimumCurrent < 0
    else { return .zero }
    let largest = site.chargerCurrent.upperBound
    let bounded = Amperes(held.value.clamped(-largest, largest))
    if held == steering.told { return bounded }
    guard held.sign == current.sign else { return .zero }
    return bounded.value.magnitude < current.value.magnitude ? bounded : current
  }
}

extension Amperes {
  /// Its direction: -1, 0 or 1.
  fileprivate var sign: Int { value.signum() }
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
