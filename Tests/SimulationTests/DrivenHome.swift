import Drivers
import Runtime
import ScheduleLang
import SeededRandomness
import Testing

@testable import simulate_faults

/// The real loop and drivers in a virtual home in which nothing goes wrong by itself, a second at a time.
final class DrivenHome: LoopClock {
  let world: World
  private(set) var events: [RunEvent] = []
  private(set) var loop: ControlLoop!
  var stopRequested = false

  /// Creates a home with a car at 50 % whose schedule is `rules`.
  init(_ rules: String, soc: ClosedRange<Int> = 5...97) throws {
    let text = Self.text(rules, soc: soc)
    let program = try #require(
      ScheduleCompiler().compile(SourceFile(path: "run.evs", bytes: Array(text.utf8))).program)
    let subject = try #require(try HomeSchedule(program))
    let clocks = subject.clocks
    world = World(
      start: Instant(seconds: 1_800_000_000),
      charger: VirtualQuasar(
        car: VirtualCar(
          battery: BatteryModel(capacity: WattHours(52_000), current: 1...32), soc: Percent(50)), voltage: 230
      ),
      shelly: VirtualShelly(generation: 1, hasPassword: false),
      home: VirtualHome(seed: 1, zone: clocks.site), random: SeededGenerator(seed: 1))
    world.isProgramAlive = true
    world.live()
    let factory = DeviceFactory(connector: world)
    var memory = Memory()
    loop = ControlLoop(
      site: program.site, charger: try factory.charger(program.site.charger),
      meter: try program.site.meter.map { try factory.meter($0) }, clock: self,
      evaluate: { instant, readings, _ in
        subject.decide(at: clocks.moment(at: instant), readings: readings, memory: &memory)
      }, report: { [unowned self] in events.append($0) })
  }

  static func text(_ rules: String, soc: ClosedRange<Int> = 5...97) -> String {
    """
    site "home" {
        timezone "UTC"
        charger wallbox-quasar at "\(World.chargerHost)" {
            current 3A..16A   soc \(soc.lowerBound)%..\(soc.upperBound)%
        }
        meter shelly-em at "\(World.meterHost)" { grid channel 0   solar channel 1 }
    }
    schedule "s" {
        \(rules)
    }

    """
  }

  /// Lets the program tick so many times, a second apart.
  func run(_ seconds: Int) {
    for _ in 0..<seconds {
      loop.tick(at: now)
      _ = sleep(until: Instant(seconds: now.seconds + 1))
    }
  }

  /// Lets the world live without the program.
  func liveAlone(_ seconds: Int) {
    for _ in 0..<seconds {
      world.pass(.seconds(1))
      world.live()
    }
  }

  /// What went wrong with a device, and what works again.
  var failures: [RunEvent] {
    events.filter {
      switch $0 {
      case .failed, .recovered: true
      default: false
      }
    }
  }

  /// The instants of the ticks in seconds.
  var ticks: [Int64] {
    events.compactMap { if case .ticked(let snapshot) = $0 { snapshot.instant.seconds } else { nil } }
  }

  var now: Instant { world.wall }
  var uptime: Duration { .nanoseconds(Int64(clamping: world.now)) }

  func sleep(until instant: Instant) -> Bool {
    world.pass(VirtualTime(max(0, instant.milliseconds - now.milliseconds)) * 1_000_000)
    world.live()
    return stopRequested
  }

  func rest(for time: Duration) {
    world.pass(VirtualTime(time / .nanoseconds(1)))
    world.live()
  }
}
