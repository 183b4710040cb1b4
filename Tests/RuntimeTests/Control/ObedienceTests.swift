import Runtime
import ScheduleLang
import Testing

/// A charger that takes a stop and goes on.
@Suite struct ObedienceTests {
  private let rig = LoopRig(Decision(.charge, 10, 10))

  private func disobeying(saysPaused: Bool = false, ownTimeout: Duration? = .seconds(60)) -> LoopRig {
    rig.run(30)
    rig.home.disobeys = true
    rig.home.saysPaused = saysPaused
    rig.home.ownTimeout = ownTimeout
    rig.decision = .idle
    rig.run(30)
    return rig
  }

  @Test(arguments: [false, true])
  func isNoticedAndStoppedAgain(saysPaused: Bool) {
    let rig = disobeying(saysPaused: saysPaused)
    rig.run(12)
    #expect(rig.home.calls.filter { $0 == .stop }.count >= 2)
    #expect(rig.failures.last == .failed(.charger, .disobeyed("it took the stop, and power flows still")))
    #expect(rig.lastTick?.chargerFailure == .disobeyed("it took the stop, and power flows still"))
  }

  @Test(arguments: [false, true])
  func isLeftAloneUntilItsTimeOutEnds(saysPaused: Bool) {
    let rig = disobeying(saysPaused: saysPaused)
    rig.run(40)
    #expect(rig.lastTick?.leavesChargerAlone == true)
    rig.home.fall(to: .paused)
    (rig.home.disobeys, rig.home.saysPaused) = (false, false)
    rig.run(70)
    #expect(rig.lastTick?.leavesChargerAlone == false)
    #expect(rig.failures.last == .recovered(.charger))
  }

  @Test func isStoppedAgainAndAgainWhereItHasNoTimeOut() {
    let rig = disobeying(ownTimeout: nil)
    rig.run(100)
    #expect(rig.lastTick?.leavesChargerAlone == false)
    #expect(rig.home.calls.filter { $0 == .stop }.count >= 9)
  }

  @Test func isNoConcernOfOneThatTakesSecondsToComeToRest() {
    rig.run(30)
    rig.home.rampSeconds = 8
    rig.decision = .idle
    rig.run(90)
    #expect(rig.failures.isEmpty)
    #expect(rig.home.calls == [.start(10), .stop])
  }

  // The end of a run.

  @Test(arguments: [0, 1, 4, 8])
  func isWaitedForUntilItIsAtRest(seconds: Int) {
    rig.run(5)
    rig.home.rampSeconds = seconds
    let start = rig.clock.uptime
    #expect(rig.loop.shutDown() == nil)
    #expect(rig.home.calls.last == .release)
    #expect(rig.clock.uptime - start >= .seconds(seconds))
    #expect(rig.clock.uptime - start <= .seconds(seconds + 1))
  }

  @Test(arguments: [false, true])
  func isNotHandedBackWhilePowerFlows(saysPaused: Bool) {
    rig.run(5)
    rig.home.disobeys = true
    rig.home.saysPaused = saysPaused
    let start = rig.clock.uptime
    #expect(rig.loop.shutDown() == .disobeyed("it took the stop, and 2300 W flow still"))
    #expect(!rig.home.calls.contains(.release))
    #expect(rig.home.calls.filter { $0 == .stop }.count >= 3)
    #expect(rig.clock.uptime - start <= .seconds(13))
  }

  @Test func isNotHandedBackWhereNobodySeesWhetherPowerFlows() {
    rig.run(5)
    rig.home.measuresPower = false
    #expect(rig.loop.shutDown() == .disobeyed("it took the stop, and its power cannot be read"))
    #expect(!rig.home.calls.contains(.release))
    rig.home.measuresPower = true
    rig.home.statusError = .timeout
    #expect(rig.loop.shutDown() == .timeout)
    #expect(!rig.home.calls.contains(.release))
  }

  @Test(arguments: [-32_768.0, 20_000])
  func isUnknownWhereItsPowerCannotBe(watts: Double) {
    rig.run(30)
    rig.decision = .idle
    rig.run(31)
    rig.home.saidPower = watts
    rig.run(60)
    #expect(!rig.failures.contains(.failed(.charger, .disobeyed("it took the stop, and power flows still"))))
    #expect(rig.lastTick?.leavesChargerAlone == false)
    #expect(rig.loop.shutDown() == .disobeyed("it took the stop, and its power cannot be read"))
  }

  @Test func isHandedBackThoughItRefusesAtFirst() {
    rig.run(5)
    rig.home.commandError = .refused("busy")
    rig.home.commandErrorEnd = rig.clock.uptime + .seconds(2)
    #expect(rig.loop.shutDown() == nil)
    #expect(rig.home.calls.suffix(2) == [.stop, .release])
  }
}
