import Drivers
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

    let recording = Recording(subject: subject, warn: printer.warn)
    if !subject.site.isSimulated || options.speed == nil { prices.start() }
    var current = subject
    var generation = -1
    var memory = Memory()
    let loop = ControlLoop(
      site: subject.site, charger: devices.charger, meter: devices.meter, clock: clock,
      pause: options.pause,
      evaluate: { instant, readings in
        if let news = prices.news(since: &generation) { current = subject.with(published: news) }
        return current.decide(at: current.clocks.moment(at: instant), readings: readings, memory: &memory)
      },
      tell: { event in
        printer.tell(event)
        recording.tell(event)
      })
    printer.begin()
    let failure = loop.run()
    recording.close()
    guard failure == nil else {
      printer.warn("the charger could not be stopped and handed back")
      return .failed
    }
    return .fine
  }
}
