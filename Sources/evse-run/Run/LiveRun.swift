import Drivers
import Glibc
import Runtime
import ScheduleLang

/// A run of a schedule: the control loop, wired to all that is told of it and asked of it.
final class LiveRun {
  private let clock: any LoopClock
  private let printer: RunPrinter
  /// Nil where the charger is only watched: set-points that it never had are no measurements.
  private let recording: Recording?
  private let schedule: RunningSchedule
  private let desk: InstanceDesk
  private let service: ServiceReport
  private let socketFolder: String?
  private let order: Order?
  private let devices: Devices

  private lazy var loop = ControlLoop(
    site: schedule.subject.site, charger: devices.charger, meter: devices.meter, clock: clock, order: order,
    evaluate: schedule.evaluate, tell: { [unowned self] in tell($0) })

  /// Prepares the run called `name` on `clock`, with what an earlier one has left.
  init(
    subject: ReportSubject, name: InstanceName, options: RunOptions, clock: any LoopClock, devices: Devices,
    printer: RunPrinter, prices: PriceSources.Feed
  ) {
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
    if !(subject.site.isSimulated && options.speed != nil) { prices.start() }
    schedule = RunningSchedule(
      subject, prices: prices,
      memory: state.found.memory.map { Memory($0, for: subject.schedule, at: clock.now) } ?? Memory())
    desk = InstanceDesk(
      name: name, process: getpid(), observes: options.observes, state: state.found, keeper: state.keeper,
      warn: { printer.warn($0, $1) })
    service = ServiceReport(.ofProcess, observes: options.observes)
    socketFolder = folders.sockets
    self.clock = clock
    self.devices = devices
    self.printer = printer
  }

  /// Runs until a signal asks to stop; the charger is stopped and handed back then.
  func run() -> ExitCode {
    printer.begin()
    desk.open(in: socketFolder)
    let failure = loop.run { desk.attend(loop, subject: schedule.subject, now: clock.now) }
    service.end()
    desk.close(loop, subject: schedule.subject, memory: schedule.memory)
    recording?.close()
    guard failure == nil else {
      printer.warn("the charger could not be stopped and handed back", .error)
      return .failed
    }
    return .fine
  }

  private func tell(_ event: RunEvent) {
    printer.tell(event)
    recording?.tell(event)
    desk.tell(event, subject: schedule.subject, memory: schedule.memory)
    service.tell(event, subject: schedule.subject)
  }
}
