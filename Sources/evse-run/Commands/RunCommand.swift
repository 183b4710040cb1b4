import Drivers
import Glibc
import Platform
import Runtime
import ScheduleLang

/// Runs a schedule until a signal asks to stop.
struct RunCommand {
  /// What to run, and where.
  let subject: HomeSchedule
  /// The file that was named.
  let path: String
  /// How to run it.
  let options: RunOptions
  /// Where prices that change come from.
  let prices: PriceSources.Feed

  /// Drives the site's devices; returns once the charger is stopped and handed back.
  ///
  /// Throws `UsageError` where real devices are to run faster than time, and `DeviceConfigurationError`.
  func run() throws -> ExitCode {
    SteadyMemory.arrange()
    if options.traces { ExchangeTrace.turnOn() }
    let signals = StopSignals()
    guard let speed = options.speed else {
      return try run(
        on: SystemLoopClock(wait: signals.wait, isWoken: { signals.takeWaking() }), signals,
        simulation: { .now })
    }
    guard subject.site.isSimulated else {
      throw UsageError("--speed is for simulated devices, and this site has real ones", showsUsage: false)
    }
    let clock = FastLoopClock(speed: speed) { time in
      defer { _ = signals.takeWaking() }
      return signals.wait(for: time)
    }
    return try run(on: clock, signals, simulation: clock.reader)
  }

  private func run(
    on clock: any LoopClock, _ signals: StopSignals, simulation: @escaping @Sendable () -> Instant
  ) throws -> ExitCode {
    // A simulation can wait for its reader; a real charger cannot.
    let output = subject.site.isSimulated ? Console.output.patient : Console.output
    let printer = RunPrinter(
      subject: subject, observes: options.observes, output: output, clock: clock)
    defer { printer.end() }
    let claim: ChargerClaim?
    do throws(ClaimError) {
      claim =
        subject.site.isChargerSimulated || options.observes
        ? nil : try ChargerClaim(subject.site.charger)
      for remark in claim?.remarks ?? [] { printer.warn(remark) }
    } catch {
      printer.warn(error.explanation, .error)
      if error == .taken { return .failed }
      claim = nil
    }
    let devices = try Devices(
      site: subject.site, zone: subject.clocks.site, observes: options.observes, claim: claim,
      clock: simulation, notice: { printer.warn("charger: \($0)") })
    if subject.site.isBuiltIn { printer.warn("no site is declared: this is the simulated home", .notice) }

    let name = InstanceName(charger: subject.site.charger, process: getpid(), observes: options.observes)
    return LiveRun(
      subject: subject, path: path, name: name, options: options, clock: clock, signals: signals,
      devices: devices, claim: claim, printer: printer, prices: prices
    ).run()
  }
}
