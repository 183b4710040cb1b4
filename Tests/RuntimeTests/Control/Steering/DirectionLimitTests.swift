import Runtime
import ScheduleLang
import Testing

@Suite("Direction limit")
struct DirectionLimitTests {
  @Test("after four changes the other direction is not to be had until the first is an hour ago")
  func afterFourChangesTheOtherDirectionIsNotToBeHadUntilTheFirstIsAnHourAgo() {
    var limit = DirectionLimit()
    for (index, current) in [16, -16, 16, -16, 16].enumerated() {
      #expect(!limit.isExhausted(at: .seconds(index * 60)))
      limit.note(Amperes(current), at: .seconds(index * 60))
    }
    let both = Decision(.followBoth, -16, 16)
    for second in [241, 3600, 3660] {
      #expect(limit.applied(to: both, at: .seconds(second)) == Decision(.followSun, 0, 16))
      #expect(limit.applied(to: Decision(.discharge, -16, -16), at: .seconds(second)) == .idle)
      #expect(limit.applied(to: Decision(.charge, 16, 16), at: .seconds(second)) == Decision(.charge, 16, 16))
    }
    #expect(limit.applied(to: both, at: .seconds(3720)) == both)
  }

  @Test("a change that is tried again counts from then")
  func aChangeThatIsTriedAgainCountsFromThen() {
    var limit = DirectionLimit()
    limit.note(Amperes(16), at: .zero)
    for second in 0...600 { limit.note(Amperes(-16), at: .seconds(second)) }
    limit.taken()
    for (index, current) in [-16, 16, -16, 16].enumerated() {
      limit.note(Amperes(current), at: .seconds(700 + index * 60))
      limit.taken()
    }
    #expect(limit.isExhausted(at: .seconds(3700)))
    #expect(limit.isExhausted(at: .seconds(600 + 3629)))
    #expect(!limit.isExhausted(at: .seconds(600 + 3630)))
  }

  @Test("a stop is no change")
  func aStopIsNoChange() {
    var limit = DirectionLimit()
    for second in 0..<100 { limit.note(Amperes(second % 2 * 16), at: .seconds(second)) }
    #expect(!limit.isExhausted(at: .seconds(100)))
  }

  /// How often the direction of what flows changes, at most, in any hour.
  private func mostChanges(_ rig: LoopRig, flows: [Int]) -> Int {
    var changes: [Int] = []
    var direction = 0
    for (second, flow) in flows.enumerated() where flow != 0 {
      if direction != 0, flow.signum() != direction { changes.append(second) }
      direction = flow.signum()
    }
    return changes.map { start in changes.count { start <= $0 && $0 < start + 3600 } }.max() ?? 0
  }

  @Test("no schedule makes power flutter")
  func noScheduleMakesPowerFlutter() {
    let rig = LoopRig(.idle)
    var flows: [Int] = []
    for minute in 0..<300 {
      rig.decision = minute % 2 == 0 ? Decision(.charge, 16, 16) : Decision(.discharge, -16, -16)
      for _ in 0..<60 {
        rig.run()
        flows.append(rig.home.current)
      }
    }
    #expect(mostChanges(rig, flows: flows) == 4)
    #expect(rig.troubles.began.contains(.directionHeld))
    #expect(rig.decided.contains { $0.restraint == .direction && $0.applied == .idle })
    #expect(flows.suffix(3600).contains { $0 > 0 } || flows.suffix(3600).contains { $0 < 0 })
  }

  @Test("no sun makes power flutter")
  func noSunMakesPowerFlutter() {
    let rig = LoopRig(Decision(.followBoth, -16, 16))
    var flows: [Int] = []
    for second in 0..<10_800 {
      rig.home.house = second / 40 % 2 == 0 ? 2000 : -2000
      rig.run()
      flows.append(rig.home.current)
    }
    #expect(mostChanges(rig, flows: flows) == 4)
    #expect(rig.decided.contains { $0.restraint == .direction && $0.applied != .idle })
  }

  @Test("what an earlier run left under way counts")
  func whatAnEarlierRunLeftUnderWayCounts() {
    let rig = LoopRig(Decision(.discharge, -16, -16))
    rig.home.tellsSetPoint = true
    rig.home.state = .charging
    rig.home.saidSetPoint = 16
    rig.run(1)
    rig.home.saidSetPoint = nil
    var changes = 0
    for minute in 0..<20 {
      rig.decision = minute % 2 == 0 ? Decision(.discharge, -16, -16) : Decision(.charge, 16, 16)
      let before = rig.home.current
      rig.run(60)
      if before * rig.home.current < 0 || (changes == 0 && rig.home.current < 0) { changes += 1 }
    }
    #expect(changes == 4)
  }

  @Test("a change that is seen not to have come about does not count")
  func aChangeThatIsSeenNotToHaveComeAboutDoesNotCount() {
    var limit = DirectionLimit()
    limit.note(Amperes(10), at: .zero)
    limit.taken()
    for second in 1...20 {
      limit.note(Amperes(-10), at: .seconds(second))
      limit.seen(Amperes(1), at: .seconds(second))
    }
    #expect(!limit.isExhausted(at: .seconds(21)))
    limit.note(Amperes(-10), at: .seconds(22))
    limit.seen(Amperes(-1), at: .seconds(23))
    for second in [30, 40, 50] {
      limit.note(Amperes(second % 20 == 10 ? 10 : -10), at: .seconds(second))
      limit.taken()
    }
    #expect(limit.isExhausted(at: .seconds(51)))
  }
}
