/// The troubles of devices that answer, and whose answers are not what they should be.
extension Trouble {
  /// Begins in a world.
  func beginLie(in world: World) {
    let charger = world.charger
    func pretend(_ address: Int, _ values: [Int]) {
      charger.falseValues[address] = UInt16(truncatingIfNeeded: world.random.one(of: values))
    }
    switch self {
    case .falseSoC: pretend(0x21A, [1, 1, 2, 100, 99, 255, world.random.number(in: 2...98)])
    case .falseSetPoint:
      pretend(0x102, [30_000, -30_000, 127, -127, 17, -17, 0, world.random.number(in: -32...32)])
    case .falseTimeout: pretend(0x58, [0, 65_535, 1, 600, 1800])
    case .falsePower:
      // More than any set-point explains, or the other way round.
      let nonsense = Int(-2 * charger.power)
      pretend(0x20E, [30_000, -30_000, 12_000, -12_000, 1 << 15, abs(nonsense) > 1000 ? nonsense : 20_000])
    case .slowCharger:
      world.chargerLink.replyTime = world.random.one(of: [200...300, 300...300, 200...900, 700...1500])
    case .disobedientCharger:
      charger.disobeys = true
      charger.ignoresTimeout = world.random.chance(0.3)
    case .unfollowingCharger: charger.ignoresChanges = true
    case .meddler:
      charger.meddle(world.random.number(in: -10...10), at: world.now)
      world.chargerLink.trouble()
    case .frozenMeter: world.shelly.habit = .frozen
    case .reversedMeter: world.shelly.habit = .reversed
    case .slowMeter: world.shelly.habit = .slow(every: world.random.number(in: 2...10))
    default: break
    }
  }

  /// Ends in a world.
  func endLie(in world: World) {
    let charger = world.charger
    switch self {
    case .falseSoC: charger.falseValues[0x21A] = nil
    case .falseSetPoint: charger.falseValues[0x102] = nil
    case .falseTimeout: charger.falseValues[0x58] = nil
    case .falsePower: charger.falseValues[0x20E] = nil
    case .slowCharger: world.chargerLink.replyTime = nil
    case .disobedientCharger: (charger.disobeys, charger.ignoresTimeout) = (false, false)
    case .unfollowingCharger: charger.ignoresChanges = false
    case .frozenMeter, .reversedMeter, .slowMeter: world.shelly.habit = .truthful
    default: break
    }
  }
}
