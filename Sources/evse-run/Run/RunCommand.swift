import Drivers
import Glibc
import Runtime
import ScheduleLang

/// Runs a schedule until a signal asks to stop.
struct RunCommand {
  /// What to run, and where.
  let subject: ReportSubject
  /// How to run it.
  let options: RunOptions
  /// Where prices that change come from.
  let prices: PriceSources.Feed

  /// Drives the site's devices; returns once the charger is stopped and handed back.
  ///
  /// Throws `UsageError` where real devices are to run faster than time, and `DeviceConfigurationError`.
  func run() throws -> ExitCode {
    let signals = StopSignals()
    guard let speed = options.speed else {
      return try run(on: SystemLoopClock(wait: signals.wait), simulation: { .now })
    }
    guard subject.site.isSimulated else {
      throw UsageError("--speed is for simulated devices, and this site has real ones")
    }
    let clock = FastLoopClock(speed: speed, wait: signals.wait)
    return try run(on: clock, simulation: clock.reader)
  }

  private func run(
    on clock: some LoopClock, simulation: @escaping @Sendable () -> Instant
  ) throws -> ExitCode {
    // A simulation can wait for its reader; a real charger cannot.
    let output = subject.site.isSimulated ? Console.output.patient : Console.output
    let printer = RunPrinter(subject: subject, output: output, now: { clock.now })
    let devices = try Devices(
      site: subject.site, zone: subject.clocks.site, clock: simulation,
      notice: { printer.warn("charger: \($0)") })
    if subject.site.isBuiltIn { printer.warn("no site is declared: this is the simulated home") }

    let name = InstanceName(charger: subject.site.charger, process: getpid())
    let claim: ChargerClaim?
    switch claimCharger(name) {
    case .success(let right): claim = right
    case .failure(let failure):
      printer.warn(failure.explanation)
      if failure == .taken { return .failed }
      claim = nil
    }
    defer { withExtendedLifetime(claim) {} }

    let folders = InstanceFolders.ofProcess
    let state = RunState(
      name: name, subject: subject, isFast: options.speed != nil, folder: folders.state, now: clock.now)
    if let trouble = state.trouble { printer.warn(trouble) }
    let order = state.order(at: clock.now, pause: options.pause)
    if let order, order == state.found.order {
      printer.warn("still in force: \(order.text(in: subject.clocks.site))")
    }

    let recording = Recording(subject: subject, stateFolder: folders.state, warn: printer.warn)
    if !subject.site.isSimulated || options.speed == nil { prices.start() }
    let schedule = RunningSchedule(
      subject, prices: prices,
      memory: state.found.memory.map { Memory($0, for: subject.schedule, at: clock.now) } ?? Memory())
    let desk = InstanceDesk(
      name: name, process: getpid(), state: state.found, keeper: state.keeper, warn: printer.warn)
    let loop = ControlLoop(
      site: subject.site, charger: devices.charger, meter: devices.meter, clock: clock, order: order,
      evaluate: schedule.evaluate,
      tell: { event in
        printer.tell(event)
        recording.tell(event)
        desk.tell(event, subject: schedule.subject, memory: schedule.memory)
      })
    printer.begin()
    desk.open(in: folders.sockets)
    let failure = loop.run { desk.attend(loop, subject: schedule.subject, now: clock.now) }
    desk.close(loop, subject: schedule.subject, memory: schedule.memory)
    recording.close()
    guard failure == nil else {
      printer.warn("the charger could not be stopped and handed back")
      return .failed
    }
    return .fine
  }

  /// The right to drive the charger, nil for a simulated one.
  private func claimCharger(_ name: InstanceName) -> Result<ChargerClaim?, ChargerClaim.Failure> {
    guard !subject.site.isChargerSimulated else { return .success(nil) }
    do throws(ChargerClaim.Failure) {
      return .success(try ChargerClaim(name))
    } catch {
      return .failure(error)
    }
  }
}

extension ChargerClaim.Failure {
  /// The failure as a sentence without a full stop.
  fileprivate var explanation: String {
    switch self {
    case .taken: "another evse-run drives this charger already: see `evse-run --status`"
    case .system(let reason): "nothing keeps a second evse-run from driving this charger: \(reason)"
    }
  }
}
