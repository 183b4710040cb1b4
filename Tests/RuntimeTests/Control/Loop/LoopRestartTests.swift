import Runtime
import ScheduleLang
import Testing

/// How often a charger is started for a car, or for a sun, that does not want it.
@Suite("Loop restart")
struct LoopRestartTests {
  /// A home whose car takes nothing.
  private func full(_ decision: Decision, soc: Int? = 60) -> LoopRig {
    let rig = LoopRig(decision)
    rig.home.isWilling = false
    rig.home.soc = soc
    return rig
  }

  private func starts(_ rig: LoopRig) -> Int {
    rig.home.calls.count { if case .start = $0 { true } else { false } }
  }

  @Test(
    "a car that takes nothing is started ever more rarely",
    arguments: [
      Decision(.charge, 10, 10), Decision(.followSun, 6, 16), Decision(.discharge, -10, -10),
    ])
  func aCarThatTakesNothingIsStartedEverMoreRarely(decision: Decision) {
    let rig = full(decision)
    rig.run(86_400)
    #expect((90...110).contains(starts(rig)), "every fifteen minutes")
    #expect(Array(rig.home.callSeconds.prefix(5)) == [0, 22, 44, 104, 224])
    #expect(rig.troubles.began == [.noPower])
  }

  @Test("a false power of a paused charger is no reason to try again")
  func aFalsePowerOfAPausedChargerIsNoReasonToTryAgain() {
    let rig = full(Decision(.charge, 10, 10))
    rig.home.saidPower = -32_768
    rig.run(7200)
    #expect(starts(rig) < 20)
    #expect(rig.lastTick?.readings.takesNoCharge == true)
  }

  @Test("a charger that never says that it is controlled is no reason to try again")
  func aChargerThatNeverSaysThatItIsControlledIsNoReasonToTryAgain() {
    let rig = full(Decision(.charge, 10, 10))
    rig.home.saysControlled = false
    rig.run(3600)
    #expect(starts(rig) <= 12)
    rig.home.isWilling = true
    rig.home.state = .charging
    rig.run(3)
    #expect(
      rig.home.calls.suffix(2) == [.start(10), .start(10)], "power without control is taken under control")
  }

  @Test("a car that wants power has it at once")
  func aCarThatWantsPowerHasItAtOnce() {
    let rig = full(Decision(.charge, 10, 10))
    rig.run(3600)
    // The set-point stays, so that the car can begin by itself.
    rig.home.isWilling = true
    rig.home.state = .charging
    rig.run(310)
    #expect(rig.home.current == 10)
    #expect(rig.troubles.ended == [.noPower])
    rig.home.fall(to: .paused)
    let before = starts(rig)
    rig.run(1)
    #expect(starts(rig) == before + 1, "it is no car that takes nothing")
  }

  @Test("another car, an order and another action are tried at once")
  func anotherCarAnOrderAndAnotherActionAreTriedAtOnce() {
    let rig = full(Decision(.charge, 10, 10))
    func startsAtOnce(_ change: () -> Void) -> Bool {
      rig.run(3600)
      let before = starts(rig)
      change()
      rig.run(25)
      return starts(rig) > before
    }
    #expect(!startsAtOnce {})
    #expect(
      startsAtOnce {
        rig.home.fall(to: .unplugged)
        rig.run(15)
        rig.home.fall(to: .paused)
      })
    #expect(startsAtOnce { rig.loop.order = Order(.charge(to: 90)) })
    rig.run(1200)
    #expect(rig.loop.order == nil)
    #expect(
      startsAtOnce {
        rig.decision = Decision(.discharge, -10, -10)
        rig.run(60)
      })
  }

  @Test("less is told to a car that takes nothing")
  func lessIsToldToACarThatTakesNothing() {
    let rig = full(Decision(.charge, 16, 16))
    rig.run(3600)
    rig.decision = Decision(.charge, 6, 6)
    rig.run(61)
    #expect(rig.home.calls.last == .start(6), "it may begin by itself at any time")
  }

  /// Starts in a day of a surplus that is `watts` in turns, each for so many seconds.
  private func startsInADay(_ action: ActionKind, _ watts: [Double], each seconds: Int) -> Int {
    let rig = LoopRig(action == .followSun ? Decision(.followSun, 0, 16) : Decision(.followHouse, -16, 0))
    for second in 0..<86_400 {
      let surplus = watts[second / seconds % watts.count]
      rig.home.house = action == .followSun ? -surplus : surplus
      rig.run()
    }
    return starts(rig)
  }

  @Test(
    "a surplus that wavers starts nothing until it lasts", arguments: [(30, 1), (60, 1), (110, 1)],
    [ActionKind.followSun, .followHouse])
  func aSurplusThatWaversStartsNothingUntilItLasts(wavering: (seconds: Int, starts: Int), action: ActionKind)
  {
    #expect(startsInADay(action, [800, 600], each: wavering.seconds) == wavering.starts)
  }

  @Test("a surplus that lasts is followed after two minutes and ends at once")
  func aSurplusThatLastsIsFollowedAfterTwoMinutesAndEndsAtOnce() {
    let rig = LoopRig(Decision(.followSun, 0, 16))
    rig.home.house = -2300
    rig.run(60)
    rig.home.house = 0
    rig.run(2)
    #expect(
      rig.home.calls == [.start(10), .stop], "the first sun is followed at once, and nothing is imported")
    rig.home.house = -2300
    rig.run(119)
    #expect(rig.home.current == 0)
    rig.run(3)
    #expect(rig.home.current == 10)
  }

  @Test("a site may have things settle for as long as it says")
  func aSiteMayHaveThingsSettleForAsLongAsItSays() {
    let rig = LoopRig(Decision(.followSun, 0, 16)) { $0.settle = 300 }
    rig.home.house = -2300
    rig.run(60)
    rig.home.house = 0
    rig.run(299)
    #expect(rig.home.current == 3, "a cloud that passes does not stop it")
    rig.home.house = -2300
    rig.run(60)
    #expect(rig.home.current == 10)
    rig.home.house = 0
    rig.run(302)
    #expect(rig.home.current == 0)
    rig.home.house = -2300
    rig.run(300)
    #expect(rig.home.current == 0)
    rig.run(10)
    #expect(rig.home.current == 10)
  }

  @Test("no limit waits for things to settle")
  func noLimitWaitsForThingsToSettle() {
    let rig = LoopRig(Decision(.followHouse, -16, 0)) {
      $0.settle = 300
      $0.exportLimit = Watts(0)
    }
    rig.home.house = 2300
    rig.run(60)
    rig.home.house = 0
    rig.run(2)
    #expect(rig.home.current == 0)
  }

  @Test("what the schedule wants does not wait")
  func whatTheScheduleWantsDoesNotWait() {
    let rig = LoopRig(Decision(.followSun, 0, 16))
    rig.home.house = -2300
    rig.run(60)
    rig.home.house = 0
    rig.run(2)
    rig.decision = Decision(.charge, 10, 10)
    rig.run(60)
    #expect(rig.home.current == 10)
  }
}
