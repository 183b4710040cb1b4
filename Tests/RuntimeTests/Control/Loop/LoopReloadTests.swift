import Platform
import Runtime
import ScheduleLang
import Testing

/// What stays and what changes where the loop goes on with another description of the home.
@Suite("Loop reload")
struct LoopReloadTests {
  @Test("leaves a charger alone that does what is wanted")
  func leavesAChargerAloneThatDoesWhatIsWanted() {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.run(30)
    let before = rig.home.calls
    rig.loop.follow(site: rig.loop.site, meter: rig.home)
    rig.run(120)
    #expect(rig.home.calls == before)
  }

  @Test("keeps guard times and evaluates at once")
  func keepsGuardTimesAndEvaluatesAtOnce() {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.run(5)
    rig.decision = Decision(.charge, 10, 10)
    rig.loop.follow(site: rig.loop.site, meter: rig.home)
    rig.run()
    #expect(rig.lastTick?.outcome.decision == Decision(.charge, 10, 10))
    rig.run(60)
    #expect(rig.home.calls == [.start(16), .start(10)])
    #expect(rig.home.callSeconds == [0, 22])
  }

  @Test("takes new limits and another meter")
  func takesNewLimitsAndAnotherMeter() throws {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.home.house = 1000
    rig.run(30)
    var site = rig.loop.site
    site.importLimit = Watts(3300)
    let meter = ScriptedHome(rig.clock)
    meter.house = 5000
    rig.loop.follow(site: site, meter: meter)
    let tries = rig.home.meterTries.count
    rig.run()
    #expect(rig.home.meterTries.count == tries, "the old one is not asked any more")
    #expect(rig.lastTick?.meter?.grid == Watts(5000))
    // 5000 W less the charger's 3680 W leave 1980 W of the limit.
    #expect(rig.lastTick?.goal == Amperes(8))
  }

  @Test("tells of the meter that is back and not of another", arguments: [false, true])
  func tellsOfTheMeterThatIsBackAndNotOfAnother(isAnother: Bool) {
    let rig = LoopRig(.idle)
    rig.home.meterError = .timeout
    rig.run(5)
    rig.home.meterError = nil
    rig.loop.follow(site: rig.loop.site, meter: isAnother ? ScriptedHome(rig.clock) : rig.home)
    rig.run(5)
    #expect(rig.failures == [.failed(.meter, .timeout)] + (isAnother ? [] : [.recovered(.meter)]))
  }

  @Test("doubts the same meter still and no other", arguments: [false, true])
  func doubtsTheSameMeterStillAndNoOther(isAnother: Bool) {
    let rig = LoopRig(Decision(.followSun, 0, 16))
    rig.home.house = -3000
    rig.home.meterShows = { _, _ in -3000 }
    rig.run(40)
    #expect(rig.lastTick?.goal == .zero, "the meter stands still")
    let other = ScriptedHome(rig.clock)
    other.house = -3000
    rig.loop.follow(site: rig.loop.site, meter: isAnother ? other : rig.home)
    rig.run(1)
    #expect((rig.lastTick?.readings.grid != nil) == isAnother)
  }

  @Test("finds the meter stale when the new site says")
  func findsTheMeterStaleWhenTheNewSiteSays() {
    let rig = LoopRig(Decision(.charge, 10, 10))
    rig.run(60)
    var site = rig.loop.site
    site.staleAfter = 10
    rig.loop.follow(site: site, meter: rig.home)
    rig.home.meterError = .timeout
    rig.run(10)
    #expect(rig.home.current == 10)
    rig.run(2)
    #expect(rig.home.current == 0)
  }
}
