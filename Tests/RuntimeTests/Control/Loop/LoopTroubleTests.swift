import Platform
import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

/// What an owner hears of, once when it begins and once when it is over.
@Suite("Loop trouble")
struct LoopTroubleTests {
  @Test("each trouble begins and ends once")
  func eachTroubleBeginsAndEndsOnce() {
    let rig = LoopRig(Decision(.charge, 10, 10))
    rig.home.state = .fault("7")
    rig.run(29)
    #expect(rig.troubles.began.isEmpty)
    rig.run(600)
    #expect(rig.troubles.began == [.chargerFault])
    #expect(rig.lastTick?.troubles.first?.text == "the charger reports a fault: 7")
    rig.home.state = .paused
    rig.run(5)
    rig.home.state = .fault("7")
    rig.run(40)
    rig.home.state = .paused
    rig.run(60)
    #expect(rig.troubles.began == [.chargerFault])
    #expect(rig.troubles.ended == [.chargerFault])
    #expect(rig.lastTick?.troubles == [])
  }

  @Test("a charger that takes orders and moves no power is one")
  func aChargerThatTakesOrdersAndMovesNoPowerIsOne() {
    for decision in [Decision(.charge, 10, 10), Decision(.discharge, -16, -16), Decision(.followSun, 6, 16)] {
      let rig = LoopRig(decision)
      rig.home.isWilling = false
      rig.run(120)
      #expect(rig.troubles.began.isEmpty)
      rig.run(3)
      #expect(rig.troubles.began == [.noPower])
      rig.decision = .idle
      rig.run(80)
      #expect(rig.troubles.ended == [.noPower])
    }
  }

  @Test("a charger that is unavailable is one where it is wanted")
  func aChargerThatIsUnavailableIsOneWhereItIsWanted() {
    let rig = LoopRig(.idle)
    rig.home.state = .unavailable("queued by power sharing")
    rig.run(120)
    #expect(rig.troubles.began.isEmpty)
    rig.decision = Decision(.charge, 10, 10)
    rig.run(120)
    #expect(rig.troubles.began == [.chargerUnavailable])
  }

  @Test("devices that are silent or refuse are")
  func devicesThatAreSilentOrRefuseAre() {
    let rig = LoopRig(Decision(.charge, 10, 10))
    rig.run(10)
    rig.home.meterError = .timeout
    rig.run(31)
    rig.home.statusError = .transport("gone")
    rig.run(40)
    #expect(rig.troubles.began == [.meterSilent, .chargerSilent])
    #expect(rig.lastTick?.troubles.map(\.kind) == [.chargerSilent, .meterSilent])
    rig.home.meterError = nil
    rig.home.statusError = nil
    rig.home.commandError = .refused("locked")
    rig.run(60)
    #expect(rig.troubles.began.last == .chargerRefuses)
    #expect(Set(rig.troubles.ended) == [.meterSilent, .chargerSilent])
  }

  @Test("a charger that goes on when it is stopped is one")
  func aChargerThatGoesOnWhenItIsStoppedIsOne() {
    let rig = LoopRig(.idle)
    rig.run(20)
    rig.home.saidPower = 2300
    for _ in 0..<60 {
      rig.home.state = .charging
      rig.run()
    }
    #expect(rig.troubles.began.contains(.chargerNotStopped))
  }

  @Test("what others find is told likewise")
  func whatOthersFindIsToldLikewise() {
    let rig = LoopRig(.idle)
    rig.loop.troublesElsewhere = [.pricesMissing: "there are no prices after 23:00"]
    rig.run(30)
    rig.loop.troublesElsewhere = [:]
    rig.run(30)
    #expect(rig.troubles.began == [.pricesMissing])
    #expect(rig.troubles.ended == [.pricesMissing])
  }

  @Test("a home in which all is well has none")
  func aHomeInWhichAllIsWellHasNone() {
    let rig = LoopRig(Decision(.followBoth, -16, 16))
    for minute in 0..<120 {
      rig.home.house = minute % 50 < 25 ? 1500 : -2500
      rig.run(60)
    }
    #expect(rig.troubles.began.isEmpty)
  }

  @Test("a charger that is only watched is blamed for nothing")
  func aChargerThatIsOnlyWatchedIsBlamedForNothing() {
    let clock = VirtualClock(Instant(seconds: 1_800_000_000))
    let home = ScriptedHome(clock)
    home.saidPower = 3000
    home.meterShows = { [unowned home] grid, _ in grid + (home.saidPower ?? 0) }
    home.state = .charging
    var began: [Trouble.Kind] = []
    let loop = ControlLoop(
      site: Site(timezone: "UTC", charger: DeviceConfiguration(driver: "simulated", range: nowhere)),
      charger: WatchedCharger(home), meter: home, clock: clock,
      evaluate: { _, _, _ in Outcome(decision: Decision(.discharge, -16, -16), ruleIndex: 0) },
      report: { if case .troubleBegan(let trouble) = $0 { began.append(trouble.kind) } })
    for second in 0..<1200 {
      if second == 600 { (home.saidPower, home.state) = (0, .paused) }
      loop.tick(at: clock.now)
      _ = clock.sleep(until: clock.now.adding(seconds: 1))
    }
    #expect(began == [])
  }
}
