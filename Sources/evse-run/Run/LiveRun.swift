import Platform
import Drivers
import Glibc
import Runtime
import ScheduleLang

/// A run of a schedule: the control loop, wired to all that is told of it and asked of it.
final class LiveRun {
  let clock: any LoopClock
  let signals: StopSignals
  let printer: RunPrinter
  /// Nil where the charger is only watched: set-points that it never had are no measurements.
  let recording: Recording?
  let schedule: RunningSchedule
  let requests: RequestHandler
  let service: ServiceReport
  /// Nil where the page is not served.
  private let dashboard: Dashboard?
  private let socketFolder: String?
  private let order: Order?
  private let wasHandedOver: Bool
  /// Nil where the charger is only watched, or time runs fast.
  let announcer: Announcer?
  /// When the run began, where the one before was not ended in order.
  let restarted: Instant?
  /// What has gone through the charger, and when that was counted last.
  private var count: EnergyCount
  private var countedAt: Duration?
  /// How many ticks there have been, up to `settled`.
  private var ticks = 0
  /// After so many of them nothing that only a start needs is needed any more.
  private static let settled = 60
  /// What the loop saw last.
  private(set) var lastSnapshot: LoopSnapshot?
  var devices: Devices
  /// Nil where the charger's site does not want it restarted, or it is only watched.
  var recovery: ChargerRecovery?
  let observes: Bool
  /// How fast time runs; nil is as it does.
  private let clockRate: Double?
  /// Nil where the charger is simulated, or only watched.
  private let claim: ChargerClaim?
  /// Nil where the schedule came from standard input.
  let watch: ScheduleWatch?

  private(set) lazy var loop = ControlLoop(
    site: schedule.subject.site, charger: devices.charger, meter: devices.meter, clock: clock, order: order,
    isHandedOver: wasHandedOver,
    evaluate: schedule.evaluate, report: { [unowned self] in report($0) })

  /// Prepares the run called `name` on `clock`, with what an earlier one has left.
  init(
    subject: HomeSchedule, path: String, name: InstanceName, options: RunOptions, clock: any LoopClock,
    signals: StopSignals, devices: Devices, claim: ChargerClaim?, printer: RunPrinter,
    prices: PriceSources.Feed
  ) {
    let folders = InstanceFolders.ofProcess
    let state = RunState(
      name: name, subject: subject, options: options, folder: folders.state, now: clock.now)
    if let trouble = state.trouble { printer.warn(trouble) }
    let wanted = state.order(at: clock.now, pause: options.pause)
    wasHandedOver = state.found.isHandedOver
    count = state.found.count
    restarted = state.found.isRunning ? clock.now : nil
    announcer =
      options.observes || options.speed != nil
      ? nil
      : Announcer(subject.site, told: state.found.told, warn: { printer.warn($0, $1) })
    order = printer.stillPossible(wanted, in: subject)
    if let order, order == state.found.order {
      printer.warn("still in force: \(order.text(in: subject.clocks.site))", .notice)
    }
    recording =
      options.observes
      ? nil : Recording(subject: subject, stateFolder: folders.state, warn: { printer.warn($0) })
    var prices = prices
    if !(subject.site.isSimulated && options.speed != nil) { prices.start() }
    schedule = RunningSchedule(
      subject, prices: prices,
      memory: state.found.memory.map { Memory($0, for: subject.schedule, at: clock.now) } ?? Memory())
    requests = RequestHandler(
      name: name, process: getpid(), observes: options.observes, state: state.found, keeper: state.keeper,
      unkept: state.unkept, wake: signals.waker, warn: { printer.warn($0, $1) })
    dashboard = Self.dashboard(
      options.dashboard.map { SiteDashboard(address: $0) } ?? subject.site.dashboard, requests: requests,
      live: LiveView(name: name, process: getpid(), observes: options.observes), folder: folders.state,
      editor: ScheduleEditor(path: path, stateFolder: folders.state),
      warn: { printer.warn($0, $1) })
    service = ServiceReport(.ofProcess, observes: options.observes)
    observes = options.observes
    clockRate = options.speed
    recovery =
      observes
      ? nil
      : ChargerRecovery(
        subject.site.charger, lastRestart: state.found.lastRestart, warn: { printer.warn($0) })
    watch = path == "-" ? nil : try? ScheduleWatch(subject, path: path)
    socketFolder = folders.sockets
    devices.charger.heed(requests.isStopWaiting)
    self.clock = clock
    self.signals = signals
    self.devices = devices
    self.claim = claim
    self.printer = printer
  }

  /// Runs until a signal asks to stop; the charger is stopped and handed back then.
  func run() -> ExitCode {
    printer.begin()
    requests.open(in: socketFolder)
    let isStopped =
      (try? loop.run { [unowned self] in
        keepClaim()
        prepare()
      }) != nil
    service.end()
    if !isStopped, claim?.isLost != true { announcer?.tellNotStopped(whatEndsIt, at: clock.now) }
    announcer?.close()
    requests.close(loop, schedule: schedule)
    recording?.close()
    // Whoever drives the charger now is to find it as it is.
    if claim?.isLost == true { return .failed }
    guard isStopped else {
      printer.warn("the charger could not be stopped and handed back; \(whatEndsIt)", .error)
      return .failed
    }
    return .fine
  }

  /// Ends the run where another program turns out to drive the charger.
  private func keepClaim() {
    claim?.attend()
    guard claim?.isLost == true, !signals.isRequested else { return }
    printer.warn(ClaimError.taken.explanation, .error)
    signals.request()
  }

  /// What ends the power of a charger that could not be stopped.
  private var whatEndsIt: String {
    let armed = devices.charger.failsafeTimeout.map {
      "it is to stop by itself after \($0.components.seconds) s without the program"
    }
    return armed ?? "it may have no time-out of its own: see that it stops"
  }

  private func report(_ event: RunEvent) {
    if case .ticked(let snapshot) = event {
      if ticks < Self.settled {
        ticks += 1
        if ticks == Self.settled { SteadyMemory.giveBack() }
      }
      // Whoever has it now may be about to charge.
      recovery?.attend(
        losses: loop.isHandedOver ? 0 : loop.chargerLosses, at: snapshot.instant, uptime: clock.uptime)
    }
    if case .ticked(let snapshot) = event {
      lastSnapshot = snapshot
      countEnergy(snapshot)
      announcer?.attend(snapshot, at: clock.uptime)
    }
    printer.priceProblem = schedule.priceProblem(at: clock.now)
    printer.report(event)
    recording?.report(event)
    if case .ticked(let snapshot) = event {
      dashboard?.take(snapshot, of: schedule.view(at: snapshot.instant), saved: requests.saved)
    }
    requests.report(
      event, schedule: schedule, lastRestart: recovery.map(\.lastRestart) ?? requests.lastRestart,
      told: announcer?.told, count: count)
    service.report(event, subject: schedule.subject)
  }

  /// Counts what has gone through the charger since the last tick.
  private func countEnergy(_ snapshot: LoopSnapshot) {
    let (site, uptime) = (schedule.subject.site, clock.uptime)
    let date = schedule.subject.clocks.site.local(snapshot.instant).date
    let seconds = countedAt.map { (uptime - $0) / .seconds(1) } ?? 0
    countedAt = uptime
    // After a longer gap nobody knows what has flowed.
    if seconds <= 60 * (clockRate ?? 1), let power = snapshot.chargerPower(voltage: site.voltage) {
      count.note(power, seconds: seconds, on: date)
    }
  }

  /// What has gone through the charger, as rules may ask for it.
  func counters(at now: Instant) -> EnergyCounters {
    count.counters(
      on: schedule.subject.clocks.site.local(now).date, battery: schedule.subject.site.battery)
  }

  /// The page, where it is wanted and can be served.
  private static func dashboard(
    _ wanted: SiteDashboard?, requests: RequestHandler, live: LiveView, folder: String?,
    editor: ScheduleEditor?, warn: (String, LogPriority) -> Void
  ) -> Dashboard? {
    guard let wanted else { return nil }
    do throws(DeviceError) {
      return try Dashboard(
        at: wanted.address, hosts: [wanted.host].compactMap { $0 } + AccessPolicy.ownNames, live: live,
        folder: folder, editor: editor, ask: requests.ask, warn: warn)
    } catch {
      warn("dashboard at \"\(wanted.address)\": \(error.explanation)", .warning)
      return nil
    }
  }
}
