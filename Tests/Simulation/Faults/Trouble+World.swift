import Runtime
import ScheduleLang

extension Trouble {
  /// Begins in a world, for so many seconds; gives what that does to the program.
  func begin(for length: Int, in world: World) -> Troublemaker.Fate? {
    let charger = world.charger
    switch self {
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
    case .heldCharger:
      if charger.isReady { charger.hold(state: world.random.one(of: [2, 3, 5, 7, 8, 9, 10, 14])) }
    case .stubbornCharger:
      charger.refusesWrites = true
      world.chargerLink.trouble()
    case .userControl:
      charger.takeUserControl()
      world.chargerLink.trouble()
    case .order: world.order = Self.order(in: world)
    case .unplugging:
      charger.plug(false)
      world.chargerLink.trouble()
    case .heavyLoad: world.home.extraLoad = Double(world.random.number(in: 1000...12_000))
    case .waveringSun:
      let middle = Double(world.random.number(in: 3...8)) * charger.voltage
      let width = Double(world.random.number(in: 20...200))
      world.home.waveringSurplus = (middle - width, middle + width)
    case .carLimit: charger.car.ownLimit = Double(world.random.number(in: 40...95))
    case .wallClockJump:
      let size = world.random.one(of: [2, 90, 3600, 7300])
      world.setWallClock(by: Int64(world.random.number(in: -1000 * size...1000 * size)))
    case .suspension: return .suspended(seconds: length)
    case .kill: return .killed
    case .restartedProgram: return .toldToStop
    case .powerCut: world.powerCutProbability = 0.02
    case .falseSoC, .falseSetPoint, .falseTimeout, .falsePower, .slowCharger, .disobedientCharger,
      .unfollowingCharger, .meddler,
      .frozenMeter, .reversedMeter, .slowMeter:
      beginLie(in: world)
    }
    return nil
  }

  /// Ends in a world.
  func end(in world: World) {
    let charger = world.charger
    switch self {
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
    case .unplugging:
      if world.random.chance(0.5) { charger.car.soc = Percent(Double(world.random.number(in: 2...96))) }
      charger.plug(true)
      world.chargerLink.trouble()
    case .heavyLoad: world.home.extraLoad = 0
    case .waveringSun: world.home.waveringSurplus = nil
    case .carLimit: charger.car.ownLimit = 100
    case .powerCut: world.powerCutProbability = 0
    case .userControl, .wallClockJump, .suspension, .kill, .restartedProgram: break
    case .falseSoC, .falseSetPoint, .falseTimeout, .falsePower, .slowCharger, .disobedientCharger,
      .unfollowingCharger, .meddler,
      .frozenMeter, .reversedMeter, .slowMeter:
      endLie(in: world)
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
