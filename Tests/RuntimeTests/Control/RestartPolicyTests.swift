import Platform
import Runtime
import ScheduleLang
import Testing

@Suite("Restart policy")
struct RestartPolicyTests {
  private let now = Instant(seconds: 1_800_000_000)

  @Test("waits for enough losses", arguments: [(9, false), (10, true), (11, true)])
  func waitsForEnoughLosses(losses: Int, isDue: Bool) {
    #expect(RestartPolicy().isDue(losses: losses, lastRestart: nil, at: now) == isDue)
  }

  @Test(
    "waits for the cooldown",
    arguments: [(0, false), (3599, false), (3600, true), (-10, false), (-3600, true)])
  func waitsForTheCooldown(seconds: Int, isDue: Bool) {
    let last = now.adding(seconds: -seconds)
    #expect(RestartPolicy().isDue(losses: 10, lastRestart: last, at: now) == isDue)
  }

  @Test(
    "counts losses of contact in a row",
    arguments: [
      DeviceError.transport("no route"), .timeout,
    ])
  func countsLossesOfContactInARow(error: DeviceError) {
    let rig = LoopRig(.idle)
    rig.run(2)
    #expect(rig.loop.chargerLosses == 0)
    rig.home.statusError = error
    rig.run(9)
    #expect(rig.loop.chargerLosses == 9, "one a second")
    rig.home.statusError = nil
    rig.run()
    #expect(rig.loop.chargerLosses == 0)
  }

  @Test("does not count refusals and states")
  func doesNotCountRefusalsAndStates() {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.home.commandError = .refused("locked")
    rig.run(100)
    rig.home.statusError = .refused("busy")
    rig.run(100)
    #expect(rig.loop.chargerLosses == 0)
    rig.home.statusError = .protocolViolation("unit 9 answers unit 1")
    rig.run(100)
    #expect(rig.loop.chargerLosses == 0)
    rig.home.statusError = nil
    for state in [ChargerState.unavailable("locked"), .fault("starting up"), .unplugged] {
      rig.home.fall(to: state)
      rig.run(100)
      #expect(rig.loop.chargerLosses == 0)
    }
  }

  @Test("does not count what only commands lose")
  func doesNotCountWhatOnlyCommandsLose() {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.home.commandError = .timeout
    rig.run(100)
    #expect(rig.loop.chargerLosses == 0, "it tells how it is")
  }
}
