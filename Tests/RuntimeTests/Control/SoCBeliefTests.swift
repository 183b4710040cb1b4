import Runtime
import ScheduleLang
import Testing

private func status(_ state: ChargerState, soc: Int? = nil, power: Double? = nil) -> ChargerStatus {
  ChargerStatus(state: state, pluggedIn: state.isPluggedIn, soc: soc, power: power.map { Watts($0) })
}

@Suite struct SoCBeliefTests {
  @Test func isUnknownAtTheStartAndUntilAValidReading() {
    var belief = SoCBelief()
    #expect(belief.soc == nil)
    for invalid in [nil, -1, 101] {
      belief.update(status(.charging, soc: invalid), at: .seconds(1))
      #expect(belief.soc == nil)
    }
    belief.update(status(.charging, soc: 0), at: .seconds(2))
    #expect(belief.soc == 0)
  }

  @Test func lastsWithoutPowerForAsLongAsTheCarStays() {
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

  @Test(arguments: [ChargerState.charging, .discharging])
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

  @Test func countsOnlyTheTimeInWhichPowerFlows() {
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

  @Test func endsAfterFiveMinutesOfSilence() {
    var belief = SoCBelief()
    belief.update(status(.charging, soc: 60), at: .seconds(0))
    belief.update(status(.paused, power: 12), at: .seconds(1))
    for second in stride(from: 2, through: 300, by: 2) { belief.update(nil, at: .seconds(second)) }
    #expect(belief.soc == 60)
    belief.update(nil, at: .seconds(301))
    #expect(belief.soc == nil, "another car may have come")
  }

  @Test func endsWhereNothingWasAskedForFiveMinutes() {
    var belief = SoCBelief()
    belief.update(status(.charging, soc: 60), at: .seconds(0))
    belief.update(status(.paused), at: .seconds(1))
    belief.update(status(.paused), at: .seconds(302))
    #expect(belief.soc == nil, "the machine slept, and another car may have come")
  }

  @Test func countsTheSilenceOfAChargerThatWasCharging() {
    var belief = SoCBelief()
    belief.update(status(.charging, soc: 60), at: .seconds(0))
    belief.update(nil, at: .seconds(299))
    #expect(belief.soc == 60)
    belief.update(nil, at: .seconds(300))
    #expect(belief.soc == nil)
  }
}
