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
  let started: Duration
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
  var directions = DirectionLimit()
  var following = FollowingStart()
  var lastResort = LastResort()
  private(set) var belief: HomeBelief
  private var watch = TroubleWatch()
  var obedience = Obedience()
  var obedienceLink = DeviceLink(.charger)
  /// The order that was last looked at for whether it stops the charger.
  private var attendedOrder: Order?
  /// Whether the charger is its own app's or network's: it is looked at, and told nothing.
  public internal(set) var isHandedOver: Bool
  /// Whether the charger has confirmed that; an earlier run may have left it otherwise.
  var isReleased = false
  private var evaluation: Evaluation?
  private var last: (applied: Decision, restraint: Restraint?)?
  /// What the charger has been told to charge or discharge, and took.
  private var offer = Amperes.zero
  private var wasPluggedIn: Bool?
  /// Whether the schedule has wanted the other direction since the changes of direction were used up.
  var isDirectionHeld = false

  /// How the owner has set the schedule's switches; a change acts at the next tick.
  public var inputs = InputValues()

  /// What has gone through the charger, as whoever knows the site's days counts it.
  public var counters = EnergyCounters()

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
  ///   - isHandedOver: whether an earlier run has left the charger to its own app or network: it is not stopped then where it
  ///     is to stay there.
  ///   - evaluate: called at the start, at every whole minute and when a reading becomes known.
  ///   - report: called with everything that happens, on the loop's thread.
  public init(
    site: Site, charger: any Charger, meter: (any Meter)?, clock: any LoopClock, order: Order? = nil,
    isHandedOver: Bool = false, evaluate: @escaping Evaluate, report: @escaping (RunEvent) -> Void
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
    self.isHandedOver = isHandedOver
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
    isHandedOver = false
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
      meter: reading, charger: status, setPoint: steering.setPoint, commanded: steering.commanded,
      offer: offer, isObeyed: isObeyed, at: uptime)

    var readings = belief.readings(at: uptime)
    readings.inputs = inputs
    readings.counters = counters
    if let order, let end = order.end(at: now, readings: readings) { self.end(order, end) }
    var isNews = evaluateIfDue(at: now, uptime, readings)
    if let order, evaluation?.outcome.comesNoNearer == true {
      end(order, .comesNoNearer)
      isNews = evaluateIfDue(at: now, uptime, readings) || isNews
    }
    guard let evaluation else { return }
    let (applied, restraint) = restrained(evaluation.outcome.decision, at: uptime)
    if let last, last != (applied, restraint) { isNews = true }
    last = (applied, restraint)
    if isHandedOver, applied.action != .handOver {
      takeBack(status, at: uptime)
      isNews = true
    }
    let goal = goal(for: applied, at: uptime)
    let setPointBefore = steering.setPoint
    let command =
      isLeftAlone || isHandedOver
      ? nil
      : steering.command(for: goal, state: status?.state, at: uptime)
        ?? (obedience.demandsStop && goal.current == .zero ? .stop : nil)
    if let command {
      directions.note(command.setPoint, at: uptime)
      send(command, to: status?.state, for: goal.action, tickedAt: uptime)
      if command != .stop, steering.commanded == command.setPoint { directions.taken() }
    }
    offer =
      goal.current != .zero && steering.commanded?.value.signum() == goal.current.value.signum()
      ? goal.current : .zero
    if !isHandedOver {
      considerLastResort(
        command, in: status?.state, setPoint: setPointBefore, goal: goal, at: uptime)
    }
    if applied.action == .handOver, command == nil, !isLeftAlone {
      isNews = handOver(status, tickedAt: uptime) || isNews
    }
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
      setPointBefore: setPointBefore, leavesChargerAlone: isLeftAlone, isHandedOver: isHandedOver)
    snapshot.troubles = watch.current
    if isNews { report(.decided(snapshot)) }
    report(.ticked(snapshot))
  }

  private func end(_ order: Order, _ end: OrderEnd) {
    self.order = nil
    report(.orderEnded(order, end))
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
  func observe(_ status: ChargerStatus, at uptime: Duration) {
    if status.pluggedIn == true, wasPluggedIn == false { startAnew() }
    wasPluggedIn = status.pluggedIn ?? wasPluggedIn
    if isHandedOver { return }
    steering.observe(status, voltage: belief.voltage(at: uptime), at: uptime)
    // What an earlier run left under way has a direction already.
    if status.state.isMovingPower, steering.commanded == nil {
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
}
