import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

private func status(_ state: ChargerState, soc: Int? = nil, power: Double? = nil) -> ChargerStatus {
  ChargerStatus(state: state, pluggedIn: state.isPluggedIn, soc: soc, power: power.map { Watts($0) })
}

@Suite("SoC belief")
struct SoCBeliefTests {
  @Test("is unknown at the start and until a valid reading")
  func isUnknownAtTheStartAndUntilAValidReading() {
    var belief = SoCBelief()
    #expect(belief.soc == nil)
    for invalid in [nil, -1, 101] {
      belief.update(status(.charging, soc: invalid), at: .seconds(1))
      #expect(belief.soc == nil)
    }
    belief.update(status(.charging, soc: 5), at: .seconds(2))
    #expect(belief.soc == 5)
  }

  /// The SoC that is believed at each second of what a charger tells; nil is no reading.
  private func believed(_ readings: [Int?], percentPerSecond: Double = SoCPace.fastest) -> [Int?] {
    var belief = SoCBelief(percentPerSecond: percentPerSecond)
    return readings.enumerated().map { second, soc in
      belief.update(status(.discharging, soc: soc), at: .seconds(second))
      return belief.soc
    }
  }

  private func steady(_ soc: Int, _ seconds: Int) -> [Int?] { Array(repeating: soc, count: seconds) }

  @Test("a jump that no car can make is believed after a minute", arguments: [2, 40, 99])
  func aJumpThatNoCarCanMakeIsBelievedAfterAMinute(soc: Int) {
    #expect(believed(steady(70, 100) + steady(soc, 50) + steady(70, 20)) == steady(70, 170))
    let lasting = believed(steady(70, 100) + steady(soc, 62))
    #expect(lasting.prefix(160) == steady(70, 160)[...])
    #expect(lasting.last == soc)
  }

  @Test("a ramp of false values is not followed")
  func aRampOfFalseValuesIsNotFollowed() {
    let ramp = stride(from: 70, through: 2, by: -1).map { Optional($0) }
    let result = believed(steady(70, 100) + ramp + steady(70, 100))
    #expect(result.allSatisfy { $0.map { $0 >= 65 } ?? false })
    // A minute is too short for any of them to last, even slowly.
    let slow = ramp.flatMap { Array(repeating: $0, count: 10) }
    #expect(believed(steady(70, 100) + slow.prefix(300)).allSatisfy { ($0 ?? 0) > 55 })
  }

  @Test("values that take turns with the true one are not believed")
  func valuesThatTakeTurnsWithTheTrueOneAreNotBelieved() {
    let turns = (0..<600).map { $0 % 2 == 0 ? 70 : 2 }
    #expect(believed(steady(70, 100) + turns.map { Optional($0) }) == steady(70, 700))
  }

  @Test("of two first values that contradict each other neither is believed until it lasts")
  func ofTwoFirstValuesThatContradictEachOtherNeitherIsBelievedUntilItLasts() {
    let result = believed(steady(99, 4) + steady(40, 70))
    #expect(result.prefix(4) == steady(99, 4)[...])
    #expect(result[4..<64].allSatisfy { $0 == nil })
    #expect(result.last == 40)
    #expect(
      believed(steady(99, 4) + (0..<300).map { $0 % 2 == 0 ? 40 : 99 }).dropFirst(4).allSatisfy { $0 == nil })
  }

  @Test("less than five percent is believed once it has lasted for a minute")
  func lessThanFivePercentIsBelievedOnceItHasLastedForAMinute() {
    #expect(believed(steady(4, 60)).allSatisfy { $0 == nil })
    #expect(believed(steady(4, 61)).last == 4)
    #expect(believed(steady(2, 30) + steady(60, 1)).last == 60, "the first that makes sense")
    #expect(believed(steady(6, 100) + steady(4, 60)) == steady(6, 160))
    #expect(believed(steady(5, 100) + steady(4, 1)).last == 4, "the next step of a discharge")
    #expect(believed(steady(4, 61) + steady(3, 1)).last == 3)
  }

  @Test("a real car is followed at once")
  func aRealCarIsFollowedAtOnce() {
    // 52 kWh at 16 A and 230 V: a percent in eight minutes.
    let site = Site(timezone: "UTC", charger: DeviceConfiguration(driver: "simulated", range: nowhere))
    for capacity in [52_000.0, 10_000, 12_000] {
      var home = site
      home.battery = WattHours(capacity)
      let pace = SoCPace.percentPerSecond(of: home)
      let readings = (0..<7200).map { second in
        Optional(Int(20 + Double(second) * 3680 / 36 / capacity) + [0, 1, -1, 0][second % 4])
      }
      #expect(believed(readings, percentPerSecond: pace) == readings)
    }
  }

  @Test("a second car is believed at once where it was seen to come and else after a minute")
  func aSecondCarIsBelievedAtOnceWhereItWasSeenToComeAndElseAfterAMinute() {
    var belief = SoCBelief()
    for second in 0..<100 { belief.update(status(.charging, soc: 70), at: .seconds(second)) }
    belief.update(status(.unplugged), at: .seconds(100))
    belief.update(status(.charging, soc: 30), at: .seconds(101))
    #expect(belief.soc == 30)
  }

  @Test("what power has moved unseen is believed")
  func whatPowerHasMovedUnseenIsBelieved() {
    var belief = SoCBelief()
    for second in 0..<100 { belief.update(status(.charging, soc: 70), at: .seconds(second)) }
    for second in 100..<350 { belief.update(status(.charging), at: .seconds(second)) }
    belief.update(status(.charging, soc: 77), at: .seconds(350))
    #expect(belief.soc == 77)
    #expect(belief.doubtfulSoC == nil)
    belief.update(status(.charging, soc: 97), at: .seconds(351))
    #expect(belief.doubtfulSoC == 97)
    #expect(belief.soc == 77)
  }

  @Test("lasts without power for as long as the car stays")
  func lastsWithoutPowerForAsLongAsTheCarStays() {
    var belief = SoCBelief()
    belief.update(status(.charging, soc: 60), at: .seconds(0))
    for second in stride(from: 1, through: 86_400, by: 60) {
      belief.update(status(.paused, power: 12), at: .seconds(second))
      #expect(belief.soc == 60)
    }
    belief.update(status(.unavailable("locked")), at: .seconds(86_500))
    #expect(belief.soc == 60)
    belief.update(status(.unplugged, soc: 60), at: .seconds(86_501))
    #expect(belief.soc == nil)
    belief.update(status(.paused), at: .seconds(86_502))
    #expect(belief.soc == nil)
  }

  @Test(
    "ends after five minutes of power without a reading", arguments: [ChargerState.charging, .discharging])
  func endsAfterFiveMinutesOfPowerWithoutAReading(state: ChargerState) {
    let blind = status(state)
    var belief = SoCBelief()
    belief.update(status(.charging, soc: 60), at: .seconds(0))
    belief.update(blind, at: .seconds(1))
    for second in 2...299 { belief.update(blind, at: .seconds(second)) }
    #expect(belief.soc == 60)
    belief.update(blind, at: .seconds(301))
    #expect(belief.soc == nil)
    belief.update(status(.charging, soc: 64), at: .seconds(302))
    #expect(belief.soc == 64)
  }

  @Test("a value that was told for a moment is no more than another however long it was believed")
  func aValueThatWasToldForAMomentIsNoMoreThanAnotherHoweverLongItWasBelieved() {
    var belief = SoCBelief()
    for second in 0..<4 { belief.update(status(.charging, soc: 99), at: .seconds(second)) }
    for second in 4..<200 { belief.update(status(.paused, power: 0), at: .seconds(second)) }
    #expect(belief.soc == 99)
    belief.update(status(.discharging, soc: 40), at: .seconds(200))
    #expect(belief.soc == nil)
  }

  @Test("lasts where a power is shown that cannot be")
  func lastsWhereAPowerIsShownThatCannotBe() {
    var belief = SoCBelief()
    belief.update(status(.charging, soc: 50), at: .zero)
    for second in 1..<400 { belief.update(status(.paused, power: 30_000), at: .seconds(second)) }
    #expect(belief.soc == 50)
  }

  @Test("counts only the time in which power flows")
  func countsOnlyTheTimeInWhichPowerFlows() {
    var belief = SoCBelief()
    belief.update(status(.charging, soc: 60), at: .seconds(0))
    belief.update(status(.charging), at: .seconds(1))
    for second in stride(from: 200, to: 5000, by: 200) {
      belief.update(status(.paused, power: 12), at: .seconds(second))
    }
    belief.update(status(.paused, power: -700), at: .seconds(5000))
    belief.update(status(.charging), at: .seconds(5099))
    #expect(belief.soc == 60)
    belief.update(status(.charging), at: .seconds(5101))
    #expect(belief.soc == nil)
  }

  @Test("ends after five minutes of silence")
  func endsAfterFiveMinutesOfSilence() {
    var belief = SoCBelief()
    belief.update(status(.charging, soc: 60), at: .seconds(0))
    belief.update(status(.paused, power: 12), at: .seconds(1))
    for second in stride(from: 2, through: 300, by: 2) { belief.update(nil, at: .seconds(second)) }
    #expect(belief.soc == 60)
    belief.update(nil, at: .seconds(301))
    #expect(belief.soc == nil, "another car may have come")
  }

  @Test("ends where nothing was asked for five minutes")
  func endsWhereNothingWasAskedForFiveMinutes() {
    var belief = SoCBelief()
    belief.update(status(.charging, soc: 60), at: .seconds(0))
    belief.update(status(.paused), at: .seconds(1))
    belief.update(status(.paused), at: .seconds(302))
    #expect(belief.soc == nil, "the machine slept, and another car may have come")
  }

  @Test("counts the silence of a charger that was charging")
  func countsTheSilenceOfAChargerThatWasCharging() {
    var belief = SoCBelief()
    belief.update(status(.charging, soc: 60), at: .seconds(0))
    belief.update(nil, at: .seconds(299))
    #expect(belief.soc == 60)
    belief.update(nil, at: .seconds(300))
    #expect(belief.soc == nil)
  }
}
