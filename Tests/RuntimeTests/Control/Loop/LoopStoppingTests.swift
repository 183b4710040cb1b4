import Platform
import Runtime
import ScheduleLang
import Testing

@Suite("Loop stopping")
struct LoopStoppingTests {
  @Test("leaves the charger stopped and released")
  func leavesTheChargerStoppedAndReleased() {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.clock.stopAt = Instant(milliseconds: rig.clock.now.milliseconds + 5400)
    #expect(throws: Never.self) { try rig.loop.run() }
    #expect(rig.home.calls == [.start(16), .stop, .release])
    #expect(rig.home.current == 0)
    #expect(rig.snapshots.count == 6)
    #expect(rig.clock.now == rig.clock.stopAt)
  }

  @Test(
    "stops within a second when no device answers",
    arguments: [(true, Int64(1)), (true, 500), (false, 1), (false, 999)])
  func stopsWithinASecondWhenNoDeviceAnswers(hasMeter: Bool, milliseconds: Int64) {
    let rig = LoopRig(Decision(.charge, 16, 16), hasMeter: hasMeter)
    rig.run(3)
    rig.home.latency = .seconds(5)
    let asked = Instant(milliseconds: rig.clock.now.milliseconds + milliseconds)
    rig.clock.stopAt = asked
    #expect(throws: DeviceError.timeout) { try rig.loop.run() }
    #expect(rig.clock.now.milliseconds - asked.milliseconds <= 1000)
    #expect(rig.events.last == .failed(.charger, .timeout))
  }

  @Test("stops a charger that is slow")
  func stopsAChargerThatIsSlow() {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.home.latency = .milliseconds(240)
    rig.clock.stopAt = rig.clock.now.adding(seconds: 10)
    #expect(throws: Never.self) { try rig.loop.run() }
    #expect(rig.home.calls == [.start(16), .stop, .release])
  }

  @Test("keeps control of a charger that it could not stop")
  func keepsControlOfAChargerThatItCouldNotStop() {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.run(3)
    rig.home.commandError = .transport("broken pipe")
    #expect(throws: DeviceError.transport("broken pipe")) { try rig.loop.shutDown() }
    #expect(rig.home.calls == [.start(16), .stop, .stop])
  }
}
