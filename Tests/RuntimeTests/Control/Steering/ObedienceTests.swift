import Platform
import Runtime
import ScheduleLang
import Testing

/// A charger that takes a stop and goes on.
@Suite("Obedience")
struct ObedienceTests {
  private let rig = LoopRig(Decision(.charge, 10, 10))

  private func disobeying(saysPaused: Bool = false, failsafeTimeout: Duration? = .seconds(60)) -> LoopRig {
    rig.run(30)
    rig.home.disobeys = true
    rig.home.saysPaused = saysPaused
    rig.home.failsafeTimeout = failsafeTimeout
    rig.decision = .idle
    rig.run(30)
    return rig
  }

  @Test("is noticed and stopped again", arguments: [false, true])
  func isNoticedAndStoppedAgain(saysPaused: Bool) {
    let rig = disobeying(saysPaused: saysPaused)
    rig.run(12)
    #expect(rig.home.calls.filter { $0 == .stop }.count >= 2)
    #expect(rig.failures.last == .failed(.charger, .disobeyed("it took the stop, and power flows still")))
    #expect(rig.lastTick?.chargerFailure == .disobeyed("it took the stop, and power flows still"))
  }

  @Test("is left alone until its time-out ends", arguments: [false, true])
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

  @Test("is told to stop again after its time-out was in vain, and is left alone again after three minutes")
  func isLeftAloneAgain() {
    let rig = disobeying()
    rig.run(40)
    #expect(rig.lastTick?.leavesChargerAlone == true)
    rig.run(70)
    #expect(rig.lastTick?.leavesChargerAlone == false)
    let stops = rig.home.calls.count
    rig.run(150)
    #expect(rig.lastTick?.leavesChargerAlone == false)
    #expect(rig.home.calls.count > stops + 10)
    rig.run(60)
    #expect(rig.lastTick?.leavesChargerAlone == true)
  }

  @Test("is left alone still where the other direction is wanted meanwhile")
  func isLeftAloneForTheOtherDirection() {
    let rig = disobeying()
    rig.run(50)
    #expect(rig.lastTick?.leavesChargerAlone == true)
    rig.decision = Decision(.discharge, -10, -10)
    rig.run(30)
    #expect(rig.lastTick?.leavesChargerAlone == true)
    rig.decision = Decision(.charge, 10, 10)
    rig.run(61)
    #expect(rig.lastTick?.leavesChargerAlone == false)
  }

  @Test("is stopped again and again where it has no time-out")
  func isStoppedAgainAndAgainWhereItHasNoTimeOut() {
    let rig = disobeying(failsafeTimeout: nil)
    rig.run(100)
    #expect(rig.lastTick?.leavesChargerAlone == false)
    #expect(rig.home.calls.filter { $0 == .stop }.count >= 9)
  }

  @Test("is no concern of one that takes seconds to come to rest")
  func isNoConcernOfOneThatTakesSecondsToComeToRest() {
    rig.run(30)
    rig.home.rampSeconds = 8
    rig.decision = .idle
    rig.run(90)
    #expect(rig.failures.isEmpty)
    #expect(rig.home.calls == [.start(10), .stop])
  }

  // A change that is taken and not followed.

  @Test("is stopped where another current flows", arguments: [(10, -16.0), (6, 16), (-10, 16), (-6, -16)])
  func isStoppedWhereAnotherCurrentFlows(commanded: Int, flows: Double) {
    let rig = LoopRig(Decision(commanded > 0 ? .charge : .discharge, commanded, commanded))
    rig.run(20)
    rig.home.stubbornCurrent = flows
    rig.run(20)
    #expect(rig.home.calls.last == .stop)
    #expect(rig.lastTick?.restraint == .disobedientCharger)
    #expect(rig.lastTick?.chargerFailure == .disobeyed("it took a current, and another flowed"))
    let starts = rig.home.calls.count
    rig.run(200)
    #expect(rig.home.calls.count == starts)
    // It is tried again, and stands still for longer each time.
    rig.run(1000)
    #expect(rig.home.calls.suffix(2) == [.start(commanded), .stop])
    #expect(rig.troubles.began.contains(.chargerNotFollowing))
  }

  @Test("is stopped where its state tells the other direction", arguments: [nil, -32_768.0])
  func isStoppedWhereItsStateTellsTheOtherDirection(power: Double?) {
    rig.run(20)
    rig.home.measuresPower = power != nil
    rig.home.saidPower = power
    rig.run(60)
    #expect(rig.home.calls == [.start(10)])
    rig.home.state = .discharging
    rig.run(20)
    #expect(rig.home.calls.last == .stop)
    #expect(rig.lastTick?.restraint == .disobedientCharger)
  }

  @Test(
    "is no concern of a car that takes less",
    arguments: [(10, 10.0), (10, 7), (10, 11.5), (-10, -9), (16, 0.5)])
  func isNoConcernOfACarThatTakesLess(commanded: Int, flows: Double) {
    let rig = LoopRig(Decision(commanded > 0 ? .charge : .discharge, commanded, commanded))
    rig.home.stubbornCurrent = flows
    rig.run(600)
    #expect(rig.home.calls == [.start(commanded)])
    #expect(rig.failures.isEmpty)
  }

  @Test("is stopped where it goes on in the other direction")
  func isStoppedWhereItGoesOnInTheOtherDirection() {
    rig.run(60)
    rig.home.stubbornCurrent = 10
    rig.decision = Decision(.discharge, -10, -10)
    rig.run(18)
    #expect(rig.home.calls == [.start(10), .start(-10), .stop])
    #expect(rig.lastTick?.restraint == .disobedientCharger)
  }

  @Test("is stopped where it exceeds a limit", arguments: [(9.2, false), (10.4, true), (16, true)])
  func isStoppedWhereItExceedsALimit(flows: Double, isStopped: Bool) {
    let rig = LoopRig(Decision(.charge, 16, 16)) { $0.importLimit = Watts(5000) }
    rig.run(60)
    // The meter shows the house's step before the charger's.
    rig.home.house = 3000
    rig.run(1)
    rig.home.stubbornCurrent = flows
    rig.run(20)
    #expect(rig.home.calls.contains(.stop) == isStopped)
    #expect((rig.lastTick?.restraint == .disobedientCharger) == isStopped)
  }

  @Test("is no concern of one that follows another hand")
  func isNoConcernOfOneThatFollowsAnotherHand() {
    rig.run(60)
    rig.home.saidSetPoint = -3
    rig.home.stubbornCurrent = -3
    rig.run(40)
    #expect(!rig.troubles.began.contains(.chargerNotFollowing))
    #expect(rig.home.calls.filter { $0 == .start(10) }.count >= 3)
    #expect(rig.lastTick?.restraint == nil)
  }

  @Test("stands still where it keeps a current of its own for long", arguments: [false, true])
  func standsStillWhereItKeepsACurrentOfItsOwnForLong(exceedsLimit: Bool) {
    let rig = LoopRig(Decision(.charge, 6, 6)) { if exceedsLimit { $0.importLimit = Watts(3000) } }
    rig.home.house = 300
    rig.run(60)
    rig.home.saidSetPoint = 14
    rig.home.stubbornCurrent = 14
    rig.run(exceedsLimit ? 60 : 600)
    #expect(rig.troubles.began.contains(.chargerNotFollowing))
  }

  @Test("is said also where it refuses to be stopped once more")
  func isSaidAlsoWhereItRefusesToBeStoppedOnceMore() {
    let rig = disobeying(failsafeTimeout: nil)
    rig.run(60)
    #expect(rig.troubles.began.contains(.chargerNotStopped))
    rig.home.commandError = .refused("busy")
    rig.run(60)
    #expect(!rig.troubles.ended.contains(.chargerNotStopped))
  }

  @Test("is forgiven one that follows later")
  func isForgivenOneThatFollowsLater() {
    rig.run(20)
    rig.home.stubbornCurrent = 16
    rig.run(20)
    rig.home.stubbornCurrent = nil
    rig.run(320)
    #expect(rig.home.calls == [.start(10), .stop, .start(10)])
    #expect(rig.failures.last == .recovered(.charger))
  }

  @Test("does not hold up a reduction that takes its time")
  func doesNotHoldUpAReductionThatTakesItsTime() {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.run(60)
    rig.home.stubbornCurrent = 16
    rig.decision = Decision(.charge, 6, 6)
    rig.run(35)
    rig.home.stubbornCurrent = nil
    rig.run(60)
    #expect(rig.home.calls == [.start(16), .start(6)])
  }

  // The end of a run.

  @Test("is waited for until it is at rest", arguments: [0, 1, 4, 8])
  func isWaitedForUntilItIsAtRest(seconds: Int) {
    rig.run(5)
    rig.home.rampSeconds = seconds
    let start = rig.clock.uptime
    #expect(throws: Never.self) { try rig.loop.shutDown() }
    #expect(rig.home.calls.last == .release)
    #expect(rig.clock.uptime - start >= .seconds(seconds))
    #expect(rig.clock.uptime - start <= .seconds(seconds + 1))
  }

  @Test("is not handed back while power flows", arguments: [false, true])
  func isNotHandedBackWhilePowerFlows(saysPaused: Bool) {
    rig.run(5)
    rig.home.disobeys = true
    rig.home.saysPaused = saysPaused
    let start = rig.clock.uptime
    #expect(throws: DeviceError.disobeyed("it took the stop, and 2300 W flow still")) {
      try rig.loop.shutDown()
    }
    #expect(!rig.home.calls.contains(.release))
    #expect(rig.home.calls.filter { $0 == .stop }.count >= 3)
    #expect(rig.clock.uptime - start <= .seconds(13))
  }

  @Test("is not handed back where nobody sees whether power flows")
  func isNotHandedBackWhereNobodySeesWhetherPowerFlows() {
    rig.run(5)
    rig.home.measuresPower = false
    #expect(throws: DeviceError.disobeyed("it took the stop, and its power cannot be read")) {
      try rig.loop.shutDown()
    }
    #expect(!rig.home.calls.contains(.release))
    rig.home.measuresPower = true
    rig.home.statusError = .timeout
    #expect(throws: DeviceError.timeout) { try rig.loop.shutDown() }
    #expect(!rig.home.calls.contains(.release))
  }

  @Test("is unknown where its power cannot be", arguments: [-32_768.0, 20_000])
  func isUnknownWhereItsPowerCannotBe(watts: Double) {
    rig.run(30)
    rig.decision = .idle
    rig.run(31)
    rig.home.saidPower = watts
    rig.run(60)
    #expect(!rig.failures.contains(.failed(.charger, .disobeyed("it took the stop, and power flows still"))))
    #expect(rig.lastTick?.leavesChargerAlone == false)
    #expect(throws: DeviceError.disobeyed("it took the stop, and its power cannot be read")) {
      try rig.loop.shutDown()
    }
  }

  @Test("is handed back though it refuses at first")
  func isHandedBackThoughItRefusesAtFirst() {
    rig.run(5)
    rig.home.commandError = .refused("busy")
    rig.home.commandErrorEnd = rig.clock.uptime + .seconds(2)
    #expect(throws: Never.self) { try rig.loop.shutDown() }
    #expect(rig.home.calls.suffix(2) == [.stop, .release])
  }
}
