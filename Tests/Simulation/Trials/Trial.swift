import Drivers
import Runtime
import ScheduleLang
import SeededRandomness

/// One virtual home with its troubles and the real program in it, all of it from one seed.
final class Trial {
  let seed: UInt64
  private let bug: PlantedBug?
  private let world: World
  private let program: ReportSubject
  private let inspector: Inspector
  private let records: TrialRecords
  private var troublemaker: Troublemaker
  private let end: VirtualTime
  /// Whether the program was told to stop.
  private(set) var isStopping = false

  /// What came of a trial.
  struct Report: Sendable {
    var seed: UInt64
    var seconds: Int
    var tickCount: Int
    var faultCounts: [String: Int]
    var violation: Violation?
    /// The same for two trials in which the same happened.
    var fingerprint: UInt64
  }

  /// Prepares `days` in the home of a seed.
  init(seed: UInt64, days: Double, bug: PlantedBug? = nil, schedules: ScheduleMaker) throws {
    self.seed = seed
    self.bug = bug
    var random = SeededGenerator(seed: seed)
    let hasPassword = random.chance(0.15)
    let compiled = try schedules.program(using: &random)
    var schedule =
      compiled.schedule ?? Schedule(name: "none", clocks: ["UTC"], range: compiled.site.charger.range)
    let reserve = schedule.reserve
    if bug == .reserveIgnored { schedule.reserve = nil }
    var site = compiled.site
    if hasPassword { site.meter?.settings["password"] = .text("secret") }
    let clocks = try ClockSet(identifiers: schedule.clocks)
    program = ReportSubject(site: site, schedule: schedule, sources: compiled.sources, clocks: clocks)

    // Any second of three years, changes of clocks included.
    let start = Instant(seconds: 1_767_225_600 + Int64(random.number(in: 0...94_608_000)))
    let battery = BatteryModel(
      capacity: site.battery ?? WattHours(52_000), current: 1...32, socRange: 0...99, voltage: site.voltage)
    world = World(
      start: start,
      charger: VirtualQuasar(
        battery: battery, soc: Percent(Double(random.number(in: 5...95))),
        voltage: Double(random.number(in: 225...248))),
      shelly: VirtualShelly(generation: random.number(in: 1...2), hasPassword: hasPassword),
      home: VirtualHome(seed: random.next(), zone: clocks.site), random: random)
    world.charger.lacksFailsafe = bug == .failsafeNotArmed
    world.live()
    let rulesOnSoC = schedule.rules.indices.filter { [program] index in
      program.text(of: schedule.rules[index].range).map(Self.asksForSoC) ?? false
    }
    inspector = Inspector(
      world: world, site: site, reserve: reserve, rulesOnSoC: Set(rulesOnSoC),
      failsafe: Int(QuasarSettings().failsafe))
    troublemaker = Troublemaker(world: world)
    records = try TrialRecords(seed: seed, bug: bug)
    end = world.now + VirtualTime(days * 86_400) * 1_000_000_000
  }

  /// Whether a rule, by its text, asks for the SoC or acts up to one, and so says nothing about an unknown SoC.
  private static func asksForSoC(_ rule: String) -> Bool {
    rule.contains("soc") && !rule.contains("soc unknown") || rule.hasSuffix("%")
  }

  /// Lives through all of it, or up to the first promise that is broken.
  func run(traces: Bool = false) throws -> Report {
    inspector.traces = traces
    let start = world.now
    while world.now < end, inspector.violation == nil {
      try runProgram()
      for _ in 0..<world.random.number(in: 0...300) where world.now < end { passSecond() }
    }
    if inspector.violation == nil { records.finish(at: world.now) }
    checkRecords()
    var counts = records.faultCounts
    for link in world.links {
      for (fault, count) in link.faultCounts { counts[fault.rawValue, default: 0] += count }
    }
    counts["power cut"] = world.powerCuts
    counts["trouble"] = troublemaker.count
    return Report(
      seed: seed, seconds: Int((world.now - start) / 1_000_000_000), tickCount: inspector.tickCount,
      faultCounts: counts, violation: inspector.violation, fingerprint: inspector.fingerprint)
  }

  /// Runs the program until it is killed or ends by itself.
  private func runProgram() throws {
    world.isProgramAlive = true
    isStopping = false
    let factory = DeviceFactory(connector: world)
    var site = program.site
    if bug == .failsafeNotArmed { site.charger.settings["failsafe.need"] = .word("optional") }
    if bug == .controlHandedBack { site.charger.settings["control"] = .word("hand back") }
    var charger = try factory.charger(site.charger)
    var meter = try site.meter.map { try factory.meter($0) }
    if let bug {
      charger = SabotagedCharger(charger, bug: bug, world: world)
      meter = meter.map { SabotagedMeter($0, bug: bug) }
    }
    if bug == .gridLimitIgnored { (site.importLimit, site.exportLimit) = (nil, nil) }
    if bug == .socRangeIgnored { site.chargerSoC = 0...100 }
    var memory = Memory()
    let loop = ControlLoop(
      site: site, charger: charger, meter: meter, clock: TrialClock(trial: self), order: world.order,
      evaluate: { [program, bug] instant, readings, order in
        program.decide(
          at: program.clocks.moment(at: instant), readings: readings, memory: &memory,
          order: bug == .orderIgnored ? nil : order)
      }, tell: { [unowned self] in hear($0) })
    inspector.programStarted()
    records.start()
    let failure = loop.run { [world] in loop.order = world.order }
    if world.isProgramAlive {
      inspector.programStopped(failure)
      records.stop()
    } else {
      records.die()
    }
    world.isProgramAlive = false
    inspector.programEnded()
  }

  private func hear(_ event: RunEvent) {
    inspector.hear(event)
    guard world.isProgramAlive else { return }
    switch event {
    case .ticked(let snapshot): records.record(snapshot)
    case .orderEnded: world.order = nil
    default: break
    }
  }

  private func checkRecords() {
    if let violation = records.violation { inspector.report(violation) }
  }

  /// Lets the world live for a second without the program.
  private func passSecond() {
    world.pass(.seconds(1))
    world.live()
    inspector.secondEnded()
    records.secondEnded(at: world.now, isRunning: false)
    _ = troublemaker.act(on: world)
  }
}

extension Trial {
  var wall: Instant { world.wall }
  var uptime: VirtualTime { world.now }
  var isProgramToStop: Bool { isStopping || !world.isProgramAlive }

  /// Lets the world live while the program waits for its charger at the end.
  func rest(for span: VirtualTime) {
    world.pass(span)
    world.live()
    if world.charger.refusesWrites { world.chargerLink.trouble() }
  }

  /// Lets the world live while the program sleeps; true where it is to end.
  func sleep(until instant: Instant) -> Bool {
    inspector.tickEnded()
    let span = max(0, instant.milliseconds - world.wall.milliseconds)
    world.pass(VirtualTime(span) * 1_000_000)
    world.live()
    inspector.secondEnded()
    records.secondEnded(at: world.now, isRunning: world.isProgramAlive)
    checkRecords()
    switch troublemaker.act(on: world) {
    case .none: break
    case .killed: world.isProgramAlive = false
    case .toldToStop: isStopping = true
    case .suspended(let seconds):
      inspector.programSuspended()
      for _ in 0..<seconds { passSecond() }
      inspector.programResumed()
    }
    if world.now >= end || inspector.violation != nil { isStopping = true }
    return isProgramToStop
  }
}
