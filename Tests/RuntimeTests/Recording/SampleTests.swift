import Platform
import ScheduleLang
import Testing

@testable import Runtime

@Suite("What a tick leaves for the records")
struct SampleTests {
  @Test("the home takes what the grid and the sun give, less the charger's part")
  func home() throws {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.home.house = 600
    rig.home.solar = 250
    rig.run(2)
    let samples = rig.snapshots.map { Sample($0, rule: SourcePlace(file: "flux.evs", line: 12)) }
    // The first tick starts the charger, the second measures it.
    #expect(samples[0].setPoint == nil)
    #expect(samples[0].evse == Watts(0))
    #expect(samples[1].setPoint == Amperes(16))
    #expect(samples[1].evse == Watts(3680))
    #expect(samples[1].grid == Watts(4030))
    #expect(samples[1].solar == Watts(250))
    #expect(samples[1].home == Watts(600))
    #expect(samples[1].goal == Amperes(16))
    #expect(samples[1].soc == 50)
    #expect(samples[1].action == .charge)
    #expect(samples[1].rule?.description == "flux.evs:12")
  }

  @Test("a device that does not answer leaves nothing, though its last value is still believed")
  func silence() {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.home.house = 600
    rig.run(2)
    rig.home.meterError = .timeout
    rig.home.statusError = .timeout
    rig.run()
    let snapshot = rig.snapshots[2]
    #expect(snapshot.meter?.grid != nil)
    let sample = Sample(snapshot, rule: nil)
    #expect(sample.grid == nil)
    #expect(sample.solar == nil)
    #expect(sample.home == nil)
    #expect(sample.evse == nil)
    #expect(sample.soc == 50)
  }
}
