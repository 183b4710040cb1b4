import Drivers
import Runtime
import ScheduleLang

/// Runs a program's schedule until a signal asks to stop, and gives the exit code.
func run(program: Program, options: RunOptions) -> ExitCode {
  let site = program.site
  guard let schedule = program.schedule else {
    Console.error.write("evse-run: \(program.sources.first?.path ?? "the file") declares no schedule to run")
    return .faulty
  }
  if options.speed != nil, !site.isSimulated {
    Console.error.write("evse-run: --speed is for the simulated home, and this site has real devices")
    return .misuse
  }
  if site.isBuiltIn { Console.error.write("evse-run: no site is declared: this is the simulated home") }
  do {
    let clocks = try ClockSet(identifiers: schedule.clocks)
    let subject = ReportSubject(site: site, schedule: schedule, sources: program.sources, clocks: clocks)
    return try run(subject, options: options, signals: StopSignals())
  } catch {
    Console.error.write("evse-run: \(error)")
    return .failed
  }
}

private func run(_ subject: ReportSubject, options: RunOptions, signals: StopSignals) throws -> ExitCode {
  let clock: any LoopClock
  let devices: Devices
  if let speed = options.speed {
    let fast = FastLoopClock(speed: speed, wait: signals.wait)
    clock = fast
    devices = try Devices(site: subject.site, zone: subject.clocks.site, clock: fast.reader)
  } else {
    clock = SystemLoopClock(wait: signals.wait)
    devices = try Devices(site: subject.site, zone: subject.clocks.site, clock: { .now })
  }
  // A simulation can wait for its reader; a real charger cannot.
  let output = subject.site.isSimulated ? Console.output.patient : Console.output
  let printer = RunPrinter(subject: subject, output: output, now: { clock.now })
  var memory = Memory()
  let loop = ControlLoop(
    site: subject.site, charger: devices.charger, meter: devices.meter, clock: clock, pause: options.pause,
    evaluate: { instant, readings in
      let moment = subject.clocks.moment(at: instant)
      var readings = readings
      readings.fillPrices(from: subject.schedule, at: moment)
      return decide(subject.schedule, at: moment, readings: readings, memory: &memory)
    }, tell: printer.tell)
  printer.begin()
  guard loop.run() == nil else {
    printer.warn("the charger could not be stopped and handed back")
    return .failed
  }
  return .fine
}
