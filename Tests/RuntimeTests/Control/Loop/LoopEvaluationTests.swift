import Platform
import Runtime
import ScheduleLang
import Testing

@Suite("Loop evaluation")
struct LoopEvaluationTests {
  @Test("evaluates at the start and at whole minutes")
  func evaluatesAtTheStartAndAtWholeMinutes() {
    let rig = LoopRig(.idle, second: 42)
    rig.run(200)
    let start = rig.evaluations[0].at.seconds
    #expect(rig.evaluations.map { $0.at.seconds - start } == [0, 18, 78, 138, 198])
    #expect(rig.decided.map(\.instant) == rig.evaluations.map(\.at))
  }

  @Test("evaluates at once when a reading becomes known")
  func evaluatesAtOnceWhenAReadingBecomesKnown() {
    let rig = LoopRig(.idle, second: 10)
    rig.home.soc = nil
    rig.run(5)
    #expect(rig.evaluations.map(\.readings.soc) == [nil])
    rig.home.soc = 61
    rig.run(5)
    #expect(rig.evaluations.map(\.readings.soc) == [nil, 61])
    rig.home.soc = 62
    rig.run(5)
    #expect(rig.evaluations.count == 2)
    #expect(rig.decided.count == 1, "the decision did not change")
  }

  @Test("evaluates at once for another car")
  func evaluatesAtOnceForAnotherCar() {
    let rig = LoopRig(Decision(.discharge, -16, -16), second: 10)
    rig.run(3)
    rig.home.fall(to: .unplugged)
    rig.home.soc = nil
    rig.run(3)
    #expect(rig.evaluations.map(\.readings.soc) == [50, nil])
    rig.home.fall(to: .paused)
    rig.run(5)
    #expect(rig.evaluations.map(\.readings.soc) == [50, nil, nil])
    #expect(rig.evaluations.map(\.readings.pluggedIn) == [true, false, true])
  }

  @Test("reads means since the last evaluation")
  func readsMeansSinceTheLastEvaluation() {
    let rig = LoopRig(.idle)
    rig.home.house = 500
    rig.home.solar = 200
    rig.run(31)
    rig.home.house = 1100
    rig.run(30)
    let readings = rig.evaluations[1].readings
    #expect(readings.home == Watts(800))
    #expect(readings.solar == Watts(200))
    #expect(readings.grid == Watts(600))
  }

  @Test("leaves the charger out of the grid reading")
  func leavesTheChargerOutOfTheGridReading() {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.home.house = 400
    rig.run(121)
    #expect(rig.evaluations.map(\.readings.grid) == [Watts(400), Watts(400), Watts(400)])
    #expect(rig.snapshots.last?.meter?.grid == Watts(400 + 16 * 230))
  }

  @Test("knows nothing of the grid without a meter")
  func knowsNothingOfTheGridWithoutAMeter() {
    let rig = LoopRig(Decision(.charge, 16, 16), hasMeter: false) { $0.importLimit = Watts(20_000) }
    rig.run(121)
    #expect(rig.evaluations.allSatisfy { $0.readings.grid == nil && $0.readings.home == nil })
    #expect(rig.home.calls == [.start(3)])
  }

  @Test("tells at once what keeps it from doing as the schedule wants")
  func tellsAtOnceWhatKeepsItFromDoingAsTheScheduleWants() {
    let rig = LoopRig(Decision(.followBoth, -16, 16)) { $0.chargerSoC = 5...97 }
    rig.home.soc = 94
    rig.run(2)
    rig.home.soc = 97
    rig.run(2)
    rig.home.meterError = .timeout
    rig.run(40)
    rig.home.fall(to: .unplugged)
    rig.run(2)
    #expect(rig.decided.map(\.restraint) == [nil, .socRange, .staleMeter, .unplugged])
    #expect(rig.decided.map(\.applied.action) == [.followBoth, .followHouse, .idle, .idle])
    #expect(
      rig.evaluations.map(\.readings.soc) == [94, 97, nil],
      "a SoC that jumps and a car that goes are reasons to decide anew")
  }
}
