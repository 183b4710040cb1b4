import Runtime
import ScheduleLang

/// Lets troubles begin and end in a world, at times that its seed says.
struct Troublemaker {
  /// What becomes of the program.
  enum Fate { case none, suspended(seconds: Int), killed, toldToStop }

  /// When each trouble, by its place in `Trouble.allCases`, begins or ends next.
  private var times: [VirtualTime]
  private var isOn: [Bool]
  private var next: VirtualTime
  private(set) var count = 0

  init(world: World) {
    times = Trouble.allCases.map { world.now + world.random.wait(mean: $0.interval) }
    isOn = Trouble.allCases.map { _ in false }
    next = times.min() ?? .max
  }

  /// Lets begin and end what is due, once a second; gives what that does to the program.
  mutating func act(on world: World) -> Fate {
    guard world.now >= next else { return .none }
    var fate = Fate.none
    for (index, trouble) in Trouble.allCases.enumerated() where world.now >= times[index] {
      if isOn[index] {
        end(trouble, in: world)
        times[index] = world.now + world.random.wait(mean: trouble.interval)
      } else {
        count += 1
        let length = world.random.number(in: trouble.length)
        if let now = begin(trouble, for: length, in: world) { fate = now }
        times[index] = world.now + .seconds(length)
      }
      isOn[index].toggle()
    }
    next = times.min() ?? .max
    return fate
  }

  private func begin(_ trouble: Trouble, for length: Int, in world: World) -> Fate? {
    let charger = world.charger
    switch trouble {
    case .roughCharger: world.chargerLink.faultiness = world.random.one(of: [0.02, 0.1, 0.4, 0.9])
    case .roughMeter: world.meterLink.faultiness = world.random.one(of: [0.02, 0.1, 0.4, 0.9])
    case .roughNetwork:
      for link in world.links { link.faultiness = world.random.one(of: [0.02, 0.1, 0.4]) }
    case .silentCharger: world.chargerLink.outage = .silence
    case .silentMeter: world.meterLink.outage = .silence
    case .silentNetwork: for link in world.links { link.outage = .silence }
    case .hungCharger: world.chargerLink.outage = .hung
    case .restartedCharger:
      charger.restart()
      world.chargerLink.reset()
      if world.random.chance(0.5) { world.chargerLink.outage = .refusal }
    case .restartedMeter:
      world.shelly.restart()
      world.meterLink.reset()
      world.meterLink.outage = world.random.chance(0.5) ? .refusal : .silence
    case .heldCharger where charger.isReady:
      charger.hold(state: world.random.one(of: [2, 3, 5, 7, 8, 9, 10, 14]))
    case .heldCharger: break
    case .stubbornCharger:
      charger.refusesWrites = true
      world.chargerLink.trouble()
    case .userControl:
      charger.takeUserControl()
      world.chargerLink.trouble()
    case .order: world.order = Self.order(in: world)
    case .falseSoC: charger.lies = true
    case .unplugging:
      charger.plug(false)
      world.chargerLink.trouble()
    case .heavyLoad: world.home.extraLoad = Double(world.random.number(in: 1000...12_000))
    case .wallClockJump:
      let size = world.random.one(of: [2, 90, 3600, 7300])
      world.setWallClock(by: Int64(world.random.number(in: -1000 * size...1000 * size)))
    case .suspension: return .suspended(seconds: length)
    case .kill: return .killed
    case .restartedProgram: return .toldToStop
    case .powerCut: world.powerCutProbability = 0.02
    }
    return nil
  }

  private func end(_ trouble: Trouble, in world: World) {
    let charger = world.charger
    switch trouble {
    case .roughCharger: world.chargerLink.faultiness = 0
    case .roughMeter: world.meterLink.faultiness = 0
    case .roughNetwork: for link in world.links { link.faultiness = 0 }
    case .silentCharger, .hungCharger: world.chargerLink.outage = nil
    case .silentMeter, .restartedMeter: world.meterLink.outage = nil
    case .silentNetwork: for link in world.links { link.outage = nil }
    case .restartedCharger:
      charger.recover(resumes: false)
      world.chargerLink.outage = nil
      world.chargerLink.trouble()
    case .heldCharger:
      charger.recover(resumes: world.random.chance(0.5))
      world.chargerLink.trouble()
    case .stubbornCharger:
      charger.refusesWrites = false
      world.chargerLink.trouble()
    case .order: world.order = nil
    case .falseSoC: charger.lies = false
    case .unplugging:
      if world.random.chance(0.5) { charger.soc = Percent(Double(world.random.number(in: 2...96))) }
      charger.plug(true)
      world.chargerLink.trouble()
    case .heavyLoad: world.home.extraLoad = 0
    case .powerCut: world.powerCutProbability = 0
    case .userControl, .wallClockJump, .suspension, .kill, .restartedProgram: break
    }
  }

  /// Something that the owner may order, whether or not it makes sense now.
  private static func order(in world: World) -> Order {
    switch world.random.number(in: 0...4) {
    case 0: Order(.stop)
    case 1: Order(.pause, until: world.wall.adding(seconds: world.random.number(in: 60...1800)))
    case 2: Order(.pauseUntilUnplugged)
    case 3: Order(.charge(to: world.random.number(in: 30...97)))
    default: Order(.discharge(to: world.random.number(in: 5...70)))
    }
  }
}
