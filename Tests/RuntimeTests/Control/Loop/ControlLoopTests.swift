import Runtime
import ScheduleLang
import Testing

@Suite("Control loop")
struct ControlLoopTests {
  @Test("takes the charger to a fixed current and leaves it there")
  func takesTheChargerToAFixedCurrentAndLeavesItThere() {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.run(120)
    #expect(rig.home.calls == [.start(16)])
    #expect(rig.home.callSeconds == [0])
  }

  @Test("stops a charger that is left from earlier only once")
  func stopsAChargerThatIsLeftFromEarlierOnlyOnce() {
    let rig = LoopRig(.idle)
    rig.run(120)
    #expect(rig.home.calls == [.stop])
  }

  @Test("follows the house without chasing itself")
  func followsTheHouseWithoutChasingItself() {
    let rig = LoopRig(Decision(.followBoth, -16, 16))
    rig.home.house = 1500
    rig.run(60)
    #expect(rig.home.current == -7)
    #expect(rig.home.calls == [.start(-7)])
    rig.home.house = 300
    rig.home.solar = 2600
    rig.run(60)
    #expect(rig.home.current == 10)
  }

  @Test("follows a meter that tells every ten seconds without chasing itself")
  func followsASlowMeter() {
    let rig = LoopRig(Decision(.followBoth, -16, 16))
    rig.home.meterInterval = 10
    rig.home.house = 1500
    rig.run(120)
    #expect(rig.home.calls == [.start(-7)])
    rig.home.house = 300
    rig.home.solar = 2600
    rig.run(120)
    #expect(rig.home.current == 10)
  }

  @Test("follows by the set-point where the charger does not measure")
  func followsByTheSetPointWhereTheChargerDoesNotMeasure() {
    let rig = LoopRig(Decision(.followHouse, -16, 0))
    rig.home.measuresPower = false
    rig.home.house = 1500
    rig.run(120)
    #expect(rig.home.calls == [.start(-6)])
  }

  @Test(
    "follows at the measured voltage where that makes sense",
    arguments: [(nil, -10), (253, -9), (207, -11), (0, -10), (23, -10), (-230, -10), (Double.nan, -10)])
  func followsAtTheMeasuredVoltageWhereThatMakesSense(voltage: Double?, current: Int) {
    let rig = LoopRig(Decision(.followHouse, -16, 0))
    rig.home.house = 2300
    rig.home.voltage = voltage
    rig.run(1)
    #expect(rig.home.current == current)
  }

  @Test("waits out the guard times while following")
  func waitsOutTheGuardTimesWhileFollowing() {
    let rig = LoopRig(Decision(.followHouse, -16, 0))
    rig.home.house = 2300
    rig.run(1)
    rig.home.house = 2300 + 230
    rig.run(30)
    rig.home.house = 2300 + 3 * 230
    rig.run(30)
    rig.home.house = 0
    rig.run(40)
    #expect(rig.home.calls == [.start(-10), .start(-11), .start(-13), .stop])
    #expect(rig.home.callSeconds == [0, 22, 31, 61])
  }

  @Test("stops at once when the decision is idle")
  func stopsAtOnceWhenTheDecisionIsIdle() {
    let rig = LoopRig(Decision(.charge, 16, 16), second: 55)
    rig.run(5)
    rig.decision = .idle
    rig.run(1)
    #expect(rig.home.calls == [.start(16), .stop])
    #expect(rig.home.callSeconds == [0, 5])
  }

  @Test("reduces within a second when the grid limit demands it")
  func reducesWithinASecondWhenTheGridLimitDemandsIt() {
    let rig = LoopRig(Decision(.charge, 16, 16)) { $0.importLimit = Watts(5000) }
    rig.home.house = 1000
    rig.run(2)
    #expect(rig.home.current == 16)
    rig.home.house = 3000
    rig.run(1)
    #expect(rig.home.current == 8)
    rig.home.house = 4900
    rig.run(1)
    #expect(rig.home.current == 0)
    rig.home.house = 1000
    rig.run(10)
    #expect(rig.home.current == 0)
    rig.run(1)
    #expect(rig.home.current == 16)
  }

  @Test("keeps the sign under a grid limit")
  func keepsTheSignUnderAGridLimit() {
    let rig = LoopRig(Decision(.discharge, -16, -16)) { $0.exportLimit = Watts(1000) }
    rig.home.solar = 6000
    rig.run(60)
    #expect(rig.home.calls == [.stop])
    #expect(rig.snapshots.allSatisfy { $0.goal == .zero })
  }

  @Test("starts again a car that paused")
  func startsAgainACarThatPaused() {
    let rig = LoopRig(Decision(.charge, 10, 10))
    rig.run(30)
    rig.home.fall(to: .paused)
    rig.run(30)
    #expect(rig.home.calls == [.start(10), .start(10)])
    #expect(rig.home.callSeconds == [0, 30])
    rig.home.fall(to: .paused)
    rig.run(1)
    #expect(rig.home.callSeconds == [0, 30, 60])
  }

  @Test("stops power that nobody asked for")
  func stopsPowerThatNobodyAskedFor() {
    let rig = LoopRig(.idle)
    rig.run(30)
    rig.home.state = .charging
    rig.run(1)
    #expect(rig.home.calls == [.stop, .stop])
    #expect(rig.home.state == .paused)
  }

  @Test("sends nothing to a charger that is unavailable")
  func sendsNothingToAChargerThatIsUnavailable() {
    let rig = LoopRig(Decision(.charge, 10, 10))
    rig.home.state = .unavailable("locked")
    rig.run(60)
    #expect(rig.home.calls.isEmpty)
    rig.home.state = .paused
    rig.run(1)
    #expect(rig.home.calls == [.start(10)])
  }

  @Test("goes to zero when the car is unplugged")
  func goesToZeroWhenTheCarIsUnplugged() {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.run(5)
    rig.home.fall(to: .unplugged)
    rig.run(5)
    #expect(rig.home.calls == [.start(16), .stop])
    #expect(rig.home.callSeconds == [0, 5])
    #expect(rig.snapshots.last?.applied == .idle)
  }

  @Test("keeps to the site SoC range within a second")
  func keepsToTheSiteSoCRangeWithinASecond() {
    let rig = LoopRig(Decision(.charge, 16, 16)) { $0.chargerSoC = 5...97 }
    rig.home.soc = 96
    rig.run(30)
    rig.home.soc = 97
    rig.run(1)
    #expect(rig.home.calls == [.start(16), .stop])
  }
}
