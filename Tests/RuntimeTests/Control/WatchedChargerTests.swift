import Runtime
import ScheduleLang
import Testing

@Suite("Watched charger")
struct WatchedChargerTests {
  private let rig = LoopRig(Decision(.charge, 16, 16))

  /// A loop over the rig's home that may only watch its charger, for `seconds`; gives what it would have told it.
  private func watch(_ seconds: Int, wanting decision: @escaping (Int) -> Decision) -> [ChargerCommand] {
    var commands: [ChargerCommand] = []
    var second = 0
    let loop = ControlLoop(
      site: rig.loop.site, charger: WatchedCharger(rig.home), meter: rig.home, clock: rig.clock,
      evaluate: { _, _, _ in Outcome(decision: decision(second), ruleIndex: 0) },
      report: { if case .commanded(let command) = $0 { commands.append(command) } })
    for next in 0..<seconds {
      second = next
      loop.tick(at: rig.clock.now)
      rig.clock.pass(.seconds(1))
    }
    #expect(throws: Never.self) { try loop.shutDown() }
    return commands
  }

  @Test("reads the charger and never writes to it")
  func readsTheChargerAndNeverWritesToIt() {
    let commands = watch(120) { $0 < 60 ? Decision(.charge, 16, 16) : .idle }
    #expect(rig.home.calls.isEmpty)
    #expect(rig.home.statusTries.count == 120)
    #expect(commands.first == .start(Amperes(16)))
    #expect(commands.suffix(2) == [.stop, .stop], "the change, and the end")
  }

  @Test("keeps its counsel whatever the charger does")
  func keepsItsCounselWhateverTheChargerDoes() {
    rig.home.state = .charging
    let commands = watch(60) { _ in Decision(.discharge, -16, -16) }
    // Once in all: as far as the loop knows, it was obeyed.
    #expect(commands == [.start(Amperes(-16)), .stop])
  }
}
