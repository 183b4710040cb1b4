import Drivers
import Runtime
import ScheduleLang
import SeededRandomness

/// One virtual home with its troubles and the real program in it, all of it from one seed.
final class Trial {
  let seed: UInt64
  let bug: PlantedBug?
  let world: World
  var program: HomeSchedule
  var prices: VirtualPrices
  let inspector: Inspector
  let records: TrialRecords
  /// What the schedule remembers while the program runs.
  var memory = Memory()
  /// A discharge with a deadline that was decided last, for the bug that does not let go of it.
  var discharge: Outcome?
  private var troublemaker: Troublemaker
  private let end: VirtualTime
  /// Whether the program was told to stop.
  var isStopping = false
  /// Whether the program is to forget, as a planted bug has it, what it knows of the time before.
  var isForgetting = false

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
    // Any second of three years, changes of clocks included.
    let start = Instant(seconds: 1_767_225_600 + Int64(random.number(in: 0...94_608_000)))
    let compiled = try schedules.program(from: start, with: bug?.rules ?? [], using: &random)
    var schedule =
      compiled.schedule ?? Schedule(name: "none", clocks: ["UTC"], range: compiled.site.charger.range)
    // Where the schedule has none, a bug by which none counts shows as well.
    let reserve = schedule.reserve ?? (bug == .reserveIgnored ? Self.plantedReserve : nil)
    if bug == .reserveIgnored { schedule.reserve = nil }
    var site = compiled.site
    if hasPassword { site.meter?.settings["password"] = .text("secret") }
    let clocks = try ClockSet(identifiers: schedule.clocks)
    program = HomeSchedule(site: site, schedule: schedule, sources: compiled.sources, clocks: clocks)

    let battery = BatteryModel(
      capacity: site.battery ?? WattHours(52_000), current: 1...32, socRange: 0...99, voltage: site.voltage)
    let stateWhileDeclined = random.one(of: [2, 4] as [UInt16])
    let givesUpAfter = random.chance(0.3) ? Double(random.number(in: 5...120)) : nil
    prices = VirtualPrices(from: start, days: Int(days.rounded(.up)) + 2, random: &random)
    world = World(
      start: start,
      charger: VirtualQuasar(
        car: Self.car(battery, using: &random), voltage: Double(random.number(in: 225...248))),
      shelly: VirtualShelly(generation: random.number(in: 1...2), hasPassword: hasPassword),
      home: VirtualHome(seed: random.next(), zone: clocks.site), random: random)
    world.charger.lacksFailsafe = bug == .failsafeNotArmed
    world.charger.stateWhileDeclined = stateWhileDeclined
    world.charger.givesUpAfter = givesUpAfter
    world.live()
    let rulesOnSoC = schedule.rules.indices.filter { [program] index in
      program.text(of: schedule.rules[index].range).map(Self.asksForSoC) ?? false
    }
    inspector = Inspector(
      world: world, site: site, reserve: reserve, rulesOnSoC: Set(rulesOnSoC),
      failsafe: Self.failsafe(of: site))
    troublemaker = Troublemaker(world: world, only: bug?.trouble)
    records = try TrialRecords(seed: seed, bug: bug)
    end = world.now + VirtualTime(days * 86_400) * 1_000_000_000
  }

  /// The reserve, in percent, where a schedule has none and a bug ignores it.
  private static let plantedReserve = 30.0

  /// A car that may sleep.
  private static func car(_ battery: BatteryModel, using random: inout SeededGenerator) -> VirtualCar {
    var car = VirtualCar(battery: battery, soc: Percent(Double(random.number(in: 5...95))))
    if random.chance(0.3) {
      car.sleep = .init(
        after: Double(random.number(in: 300...7200)),
        wakesAfter: random.one(of: [2, 15, 60, .infinity]))
    }
    return car
  }

  /// The charger's own time-out in seconds, as the site sets it.
  private static func failsafe(of site: Site) -> Int {
    guard case .seconds(let seconds) = site.charger.settings["failsafe"] else {
      return Int(ChargerSettings().failsafe)
    }
    return seconds
  }

  /// Whether a rule, by its text, asks for the SoC or acts up to one, and so says nothing about an unknown SoC.
  private static func asksForSoC(_ rule: String) -> Bool {
    rule.contains("soc") && !rule.contains("soc unknown") || rule.hasSuffix("%")
  }

  /// Lives through all of it, or up to the first promise that is broken.
  func run(traces: Bool = false) throws -> Report {
    inspector.traces = traces
    if traces, let file = program.sources.last { print(String(decoding: file.bytes, as: UTF8.self)) }
    let start = world.now
    while world.now < end, inspector.violation == nil {
      try runProgram()
      for _ in 0..<world.random.number(in: 0...300) where world.now < end && inspector.violation == nil {
        passSecond()
      }
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

  func checkRecords() {
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
  var isProgramToStop: Bool { isStopping || isForgetting || !world.isProgramAlive }

  /// Lets the world live while the program waits for its charger at the end.
  func rest(for span: VirtualTime) {
    world.pass(span)
    world.live()
    if world.charger.refusesWrites || world.charger.disobeys { world.chargerLink.trouble() }
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
    if bug == .directionsForgotten, (world.now / 1_000_000_000).isMultiple(of: 600) { isForgetting = true }
    return isProgramToStop
  }
}
