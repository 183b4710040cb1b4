import Drivers
import Glibc
import Runtime
import ScheduleLang

/// A run of a schedule: the control loop, wired to all that is told of it and asked of it.
final class LiveRun {
  private let clock: any LoopClock
  private let signals: StopSignals
  private let printer: RunPrinter
  /// Nil where the charger is only watched: set-points that it never had are no measurements.
  private let recording: Recording?
  private let schedule: RunningSchedule
  private let desk: InstanceDesk
  private let service: ServiceReport
  private let socketFolder: String?
  private let order: Order?
  private var devices: Devices
  /// Nil where the charger's site does not want it restarted, or it is only watched.
  private var recovery: ChargerRecovery?
  private let observes: Bool
  /// Nil where the schedule came from standard input.
  private let watch: ScheduleWatch?

  private lazy var loop = ControlLoop(
    site: schedule.subject.site, charger: devices.charger, meter: devices.meter, clock: clock, order: order,
    evaluate: schedule.evaluate, tell: { [unowned self] in tell($0) })

  /// Prepares the run called `name` on `clock`, with what an earlier one has left; throws where the charger's
  /// `restart` setting cannot be used.
  init(
    subject: ReportSubject, path: String, name: InstanceName, options: RunOptions, clock: any LoopClock,
    signals: StopSignals, devices: Devices, printer: RunPrinter, prices: PriceSources.Feed
  ) throws(DeviceConfigurationError) {
    let folders = InstanceFolders.ofProcess
    let state = RunState(
      name: name, subject: subject, options: options, folder: folders.state, now: clock.now)
    if let trouble = state.trouble { printer.warn(trouble) }
    order = state.order(at: clock.now, pause: options.pause)
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
    desk = InstanceDesk(
      name: name, process: getpid(), observes: options.observes, state: state.found, keeper: state.keeper,
      warn: { printer.warn($0, $1) })
    service = ServiceReport(.ofProcess, observes: options.observes)
    observes = options.observes
    recovery =
      observes
      ? nil
      : try ChargerRecovery(
        subject.site.charger, lastRestart: state.found.lastRestart, warn: { printer.warn($0) })
    watch = path == "-" ? nil : ScheduleWatch(subject, path: path)
    socketFolder = folders.sockets
    self.clock = clock
    self.signals = signals
    self.devices = devices
    self.printer = printer
  }

  /// Runs until a signal asks to stop; the charger is stopped and handed back then.
  func run() -> ExitCode {
    printer.begin()
    desk.open(in: socketFolder)
    let failure = loop.run(beforeEachTick: prepare)
    service.end()
    desk.close(loop, subject: schedule.subject, memory: schedule.memory)
    recording?.close()
    guard failure == nil else {
      printer.warn("the charger could not be stopped and handed back", .error)
      return .failed
    }
    return .fine
  }

  /// Lets orders and changed files take effect, before a tick.
  private func prepare() {
    desk.attend(loop, subject: schedule.subject, now: clock.now)
    if signals.takeReloadRequest() {
      if watch == nil { printer.warn("there is no file that could be read again", .notice) }
      service.beginReload()
      watch?.demand()
      if watch == nil { service.endReload() }
    }
    guard let finding = watch?.takeFinding() else { return }
    switch finding {
    case .loaded(let news): follow(news)
    case .refused(let reasons): refuse(reasons)
    }
    service.endReload()
  }

  private func follow(_ news: ReloadedSchedule) {
    let subject = news.subject
    do throws(DeviceConfigurationError) {
      let recovery = try recovery(for: subject.site.charger)
      try devices.follow(subject.site)
      self.recovery = recovery
    } catch {
      return refuse(["\(error)"])
    }
    printer.follow(subject)
    printer.warn("the schedule has changed and takes over", .notice)
    news.notes.forEach(printer.detail)
    if recording?.follow(subject) == false {
      printer.warn("what is recorded and served stays as it was until evse-run is restarted", .notice)
    }
    schedule.follow(subject, prices: news.prices, at: clock.now)
    watch?.follow(subject)
    loop.follow(site: subject.site, meter: devices.meter)
  }

  /// The recovery of a charger of which only the settings of its restart may have changed.
  private func recovery(
    for charger: DeviceConfiguration
  ) throws(DeviceConfigurationError) -> ChargerRecovery? {
    guard !observes, !charger.isDeclared(like: schedule.subject.site.charger) else { return recovery }
    return try ChargerRecovery(
      charger, lastRestart: desk.lastRestart, warn: { [printer] in printer.warn($0) })
  }

  private func refuse(_ reasons: [String]) {
    printer.warn("the schedule has changed and is refused; the last good one stays in force", .error)
    reasons.forEach(printer.detail)
  }

  private func tell(_ event: RunEvent) {
    if case .ticked(let snapshot) = event {
      recovery?.attend(losses: loop.chargerLosses, at: snapshot.instant, uptime: clock.uptime)
    }
    printer.tell(event)
    recording?.tell(event)
    desk.tell(event, subject: schedule.subject, memory: schedule.memory, lastRestart: recovery?.lastRestart)
    service.tell(event, subject: schedule.subject)
  }
}
