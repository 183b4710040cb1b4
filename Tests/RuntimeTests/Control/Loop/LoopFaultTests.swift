import Platform
import Runtime
import ScheduleLang
import Testing

@Suite("Loop fault")
struct LoopFaultTests {
  @Test("holds the last current until the meter is stale and idles then")
  func holdsTheLastCurrentUntilTheMeterIsStaleAndIdlesThen() {
    let rig = LoopRig(Decision(.followHouse, -16, 0))
    rig.home.house = 2300
    rig.run(1)
    rig.home.meterError = .timeout
    rig.run(30)
    #expect(rig.home.calls == [.start(-10)])
    rig.run(1)
    #expect(rig.home.calls == [.start(-10), .stop])
    #expect(rig.home.callSeconds == [0, 31])
    rig.home.meterError = nil
    rig.run(60)
    #expect(rig.home.current == -10)
  }

  @Test("idles or keeps fixed actions on a stale meter as the site says")
  func idlesOrKeepsFixedActionsOnAStaleMeterAsTheSiteSays() {
    for keeps in [false, true] {
      let rig = LoopRig(Decision(.charge, 10, 10)) { $0.keepsFixedActionsOnStaleMeter = keeps }
      rig.run(1)
      rig.home.meterError = .timeout
      rig.run(60)
      #expect(rig.home.current == (keeps ? 10 : 0))
    }
  }

  @Test("idles when the meter never answers either")
  func idlesWhenTheMeterNeverAnswersEither() {
    let rig = LoopRig(Decision(.charge, 10, 10))
    rig.home.meterError = .transport("no route to host")
    rig.run(31)
    #expect(rig.home.current == 10)
    rig.run(1)
    #expect(rig.home.current == 0)
  }

  @Test("asks a failed meter every second and tells once")
  func asksAFailedMeterEverySecondAndTellsOnce() {
    let rig = LoopRig(.idle)
    rig.home.meterError = .timeout
    rig.run(600)
    #expect(rig.home.meterTries.count == 600)
    rig.home.meterError = nil
    rig.run(1)
    #expect(rig.failures == [.failed(.meter, .timeout), .recovered(.meter)])
  }

  @Test("tells of a meter that does not tell the grid")
  func tellsOfAMeterThatDoesNotTellTheGrid() {
    let rig = LoopRig(.idle)
    rig.home.tellsGrid = false
    rig.run(60)
    rig.home.tellsGrid = true
    rig.run(1)
    #expect(
      rig.failures == [
        .failed(.meter, .protocolViolation("no power at the grid")), .recovered(.meter),
      ])
  }

  @Test("goes on ticking while the charger fails")
  func goesOnTickingWhileTheChargerFails() {
    let rig = LoopRig(Decision(.charge, 10, 10))
    rig.home.statusError = .transport("connection reset")
    rig.run(30)
    #expect(rig.snapshots.count == 30)
    #expect(rig.home.calls.isEmpty)
    rig.home.statusError = nil
    rig.run(1)
    #expect(rig.home.calls == [.start(10)])
    #expect(rig.events.contains(.recovered(.charger)))
  }

  @Test("tells the charger again what it had before a command that may have come through")
  func tellsTheChargerAgainWhatItHadBeforeACommandThatMayHaveComeThrough() {
    let rig = LoopRig(Decision(.charge, 10, 10))
    rig.run(30)
    rig.home.commandError = .timeout
    rig.decision = Decision(.charge, 6, 6)
    rig.run(31)
    rig.home.commandError = nil
    rig.decision = Decision(.charge, 10, 10)
    rig.run(60)
    #expect(rig.home.calls.first == .start(10))
    #expect(rig.home.calls.dropFirst().contains(.start(6)))
    #expect(rig.home.calls.last == .start(10))
  }

  @Test("stops a charger that cannot be read")
  func stopsAChargerThatCannotBeRead() {
    let rig = LoopRig(Decision(.charge, 10, 10))
    rig.run(1)
    rig.home.statusError = .protocolViolation("nonsense")
    rig.run(5)
    #expect(rig.home.calls == [.start(10)])
    rig.decision = .idle
    rig.run(60)
    #expect(rig.home.calls == [.start(10), .stop])
  }

  @Test("stops a charger that cannot be read and takes too much")
  func stopsAChargerThatCannotBeReadAndTakesTooMuch() {
    let rig = LoopRig(Decision(.charge, 10, 10)) { $0.importLimit = Watts(6000) }
    rig.run(2)
    rig.home.statusError = .protocolViolation("nonsense")
    rig.home.house = 4500
    // A moment's trouble is no reason to stop; after that a smaller current may be more than gets through.
    rig.run(10)
    #expect(rig.home.calls == [.start(10)])
    rig.run(1)
    #expect(rig.home.calls == [.start(10), .stop])
    rig.home.statusError = nil
    rig.run(60)
    #expect(rig.home.current == 6)
  }

  @Test("stops a charger that does not take less")
  func stopsAChargerThatDoesNotTakeLess() {
    let rig = LoopRig(Decision(.charge, 10, 10)) { $0.importLimit = Watts(6000) }
    rig.run(2)
    rig.home.commandError = .refused("busy")
    rig.home.house = 4500
    rig.run(12)
    #expect(rig.home.calls.dropFirst() == Array(repeating: .start(6), count: 10) + [.stop, .stop])
  }

  @Test("repeats a command that failed every second")
  func repeatsACommandThatFailedEverySecond() {
    let rig = LoopRig(Decision(.charge, 10, 10))
    rig.home.commandError = .refused("busy")
    rig.run(10)
    #expect(rig.home.calls == Array(repeating: .start(10), count: 10))
    rig.decision = .idle
    rig.run(60)
    let before = rig.home.calls.count
    rig.run(10)
    #expect(rig.home.calls.dropFirst(before) == Array(repeating: .stop, count: 10)[...])
    rig.home.commandError = nil
    rig.run(60)
    #expect(rig.home.calls.count == before + 11)
  }

  /// A home whose charger charges, and from second 30 on refuses everything; at second 60 nothing is wanted any more.
  private func refusing(failsafeTimeout: Duration?) -> LoopRig {
    let rig = LoopRig(Decision(.charge, 10, 10))
    rig.home.failsafeTimeout = failsafeTimeout
    rig.run(30)
    rig.home.commandError = .refused("busy")
    rig.decision = .idle
    return rig
  }

  @Test("leaves a charger alone that refuses to be stopped")
  func leavesAChargerAloneThatRefusesToBeStopped() {
    let rig = refusing(failsafeTimeout: .seconds(60))
    rig.run(60)
    let asked = rig.home.statusTries.count
    #expect(asked == 74, "it was asked for 13 seconds more after the minute that decided otherwise")
    let reason = "it will not be stopped, and is left alone for 65 s so that it stops by itself"
    #expect(rig.failures.last == .failed(.charger, .refused(reason)))
    rig.home.fall(to: .paused)
    rig.run(45)
    #expect(rig.home.statusTries.count == asked)
    rig.home.commandError = nil
    rig.run(30)
    #expect(rig.home.statusTries.count > asked)
    #expect(rig.failures.last == .recovered(.charger))
  }

  @Test(
    "keeps asking a charger that refuses a stop while no power flows",
    arguments: [ChargerState.unavailable("locked"), .paused])
  func keepsAskingAChargerThatRefusesAStopWhileNoPowerFlows(state: ChargerState) {
    let rig = LoopRig(.idle)
    rig.home.failsafeTimeout = .seconds(60)
    rig.home.commandError = .refused("locked")
    rig.home.state = state
    rig.run(100)
    #expect(rig.home.statusTries.count == 100)
  }

  @Test("asks a charger again once what it does is wanted")
  func asksAChargerAgainOnceWhatItDoesIsWanted() {
    let rig = refusing(failsafeTimeout: .seconds(60))
    rig.run(50)
    let asked = rig.home.statusTries.count
    #expect(asked == 74)
    rig.decision = Decision(.charge, 10, 10)
    rig.run(45)
    #expect(rig.home.statusTries.count > asked)
    #expect(rig.home.current == 10)
  }

  @Test("leaves a charger alone again only after three minutes where that does not help")
  func leavesAChargerAloneOnlyOnceWhereThatDoesNotHelp() {
    let rig = refusing(failsafeTimeout: .seconds(60))
    rig.run(540)
    #expect(rig.home.statusTries.count == 570 - 2 * 64)
  }

  @Test("keeps asking a charger of which nothing is known")
  func keepsAskingAChargerOfWhichNothingIsKnown() {
    let rig = LoopRig(.idle)
    rig.home.failsafeTimeout = .seconds(60)
    rig.home.statusError = .refused("gateway")
    rig.home.commandError = .refused("gateway")
    rig.run(100)
    #expect(rig.home.statusTries.count == 100)
  }

  @Test("keeps asking a charger that does not stop by itself soon", arguments: [nil, Duration.seconds(3600)])
  func keepsAskingAChargerThatDoesNotStopByItselfSoon(failsafeTimeout: Duration?) {
    let rig = refusing(failsafeTimeout: failsafeTimeout)
    rig.run(100)
    #expect(rig.home.statusTries.count == 130)
  }

  @Test("ticks on time while every exchange times out")
  func ticksOnTimeWhileEveryExchangeTimesOut() {
    let rig = LoopRig(Decision(.charge, 10, 10))
    rig.run(5)
    rig.home.latency = .seconds(5)
    rig.run(300)
    let times = rig.snapshots.map { $0.instant.milliseconds }
    #expect(zip(times.dropFirst(), times).allSatisfy { $0 - $1 == 1000 })
  }

  @Test("survives readings that make no sense")
  func survivesReadingsThatMakeNoSense() {
    let rig = LoopRig(Decision(.followBoth, -16, 16))
    for house in [Double.nan, .infinity, -.infinity, 1e308, -1e308] {
      rig.home.house = house
      rig.run(30)
    }
    #expect(rig.snapshots.count == 150)
    #expect(rig.snapshots.allSatisfy { (-16...16).contains($0.goal.value) })
  }
}
