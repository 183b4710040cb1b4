import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// A charger whose own time-out is not what it was set to.
@Suite("The charger's own time-out")
struct QuasarFailsafeTests {
  private func home(
    _ need: ChargerSettings.Need, sets: @escaping (UInt16) -> UInt16? = { $0 },
    reads: @escaping (UInt16, Int) -> UInt16? = { timeout, _ in timeout }
  ) -> DrivenQuasar {
    var settings = ChargerSettings()
    settings.need = need
    return DrivenQuasar(.init(setsTimeout: sets, readsTimeout: reads), settings)
  }

  struct Register: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var sets: @Sendable (UInt16) -> UInt16? = { $0 }
    var reads: @Sendable (UInt16, Int) -> UInt16? = { timeout, _ in timeout }
    /// Whether power may flow where the site says nothing.
    var flowsWhereAvailable = false
  }

  static let unproved = [
    Register(testDescription: "acknowledged and 0", sets: { _ in 0 }),
    Register(testDescription: "65535 whatever is written", sets: { _ in 65_535 }),
    Register(testDescription: "two minutes for one", sets: { $0 + 61 }),
    Register(testDescription: "cannot be read", reads: { _, _ in nil }),
    Register(
      testDescription: "neither written nor read", sets: { _ in nil }, reads: { _, _ in nil },
      flowsWhereAvailable: true),
    Register(testDescription: "refused, and 0", sets: { _ in nil }),
  ]

  @Test("that is not proved lets no power flow where it is required", arguments: unproved)
  func required(register: Register) {
    let home = home(.required, sets: register.sets, reads: register.reads)
    home.run(90)
    #expect(home.peer.current == 0)
    #expect(!home.peer.writes(to: .action).contains(1))
    #expect(home.last?.chargerFailure != nil)
  }

  @Test("that is not proved is told at once, and power flows only where it may", arguments: unproved)
  func told(register: Register) {
    let silent = home(.whereAvailable, sets: register.sets, reads: register.reads)
    silent.run(90)
    #expect((silent.peer.current == 10) == register.flowsWhereAvailable)
    let optional = home(.optional, sets: register.sets, reads: register.reads)
    optional.run(90)
    // A refusal where the register can be read may be for the moment: the command is sent again.
    let isRefused = register.testDescription == "refused, and 0"
    #expect(optional.peer.current == (isRefused ? 0 : 10))
    for home in [silent, optional] where !isRefused { #expect(home.charger.failsafeProblem != nil) }
  }

  @Test("one that reads as less than was set may end as late as that")
  func short() {
    let home = home(.required, reads: { _, _ in 1 })
    home.run(30)
    #expect(home.charger.failsafeTimeout == .seconds(60))
  }

  @Test("nothing is known of it over another connection until it is asked for", arguments: [false, true])
  func reconnection(isLost: Bool) throws {
    let home = home(.required)
    home.run(30)
    #expect(home.charger.failsafeTimeout == .seconds(60))
    home.charger.link.disconnect()
    if isLost { home.peer.lose() }
    func status() throws {
      let end = ExchangeDeadline(uptime: home.peer.uptime + .milliseconds(500))
      for _ in 0..<3 { _ = try home.charger.status(by: end) }
    }
    try status()
    #expect(home.charger.failsafeTimeout == (isLost ? nil : .seconds(60)))
    home.run(5)
    #expect(home.charger.failsafeTimeout == .seconds(60))
  }

  static let proved = [
    Register(testDescription: "as asked"), Register(testDescription: "less", sets: { $0 / 2 }),
    Register(testDescription: "rounded up to minutes", sets: { ($0 + 59) / 60 * 60 }),
    Register(testDescription: "refused, and always 60", sets: { _ in nil }, reads: { _, _ in 60 }),
    Register(
      testDescription: "cannot be read now and then",
      reads: { timeout, read in read % 3 == 2 ? nil : timeout }),
  ]

  @Test("that reads as it should lets power flow", arguments: proved)
  func armed(register: Register) {
    let home = home(.required, sets: register.sets, reads: register.reads)
    home.run(90)
    #expect(home.peer.current == 10)
    #expect(home.charger.failsafeProblem == nil)
  }

  @Test("that ends while power flows is set again, and the power is ended where it does not stay")
  func changesBack() {
    let home = home(.required)
    home.run(30)
    #expect(home.peer.current == 10)
    home.peer.manner.setsTimeout = { _ in 0 }
    home.peer.lose()
    home.run(5)
    #expect(home.peer.current == 0)
    #expect(home.charger.failsafeProblem?.contains("reads 0 s") == true)
    home.peer.manner.setsTimeout = { $0 }
    home.run(60)
    #expect(home.peer.current == 10 && home.peer.timeout == 60)
    #expect(home.charger.failsafeProblem == nil)
  }

  @Test("that is lost again and again is not armed")
  func unsteady() {
    let home = home(.required)
    for _ in 0..<6 {
      home.run(20)
      home.peer.lose()
    }
    home.run(5)
    #expect(home.peer.current == 0)
    #expect(home.charger.failsafeProblem == "its own time-out does not stay set")
  }

  @Test("that cannot be read any more counts as armed for a minute")
  func unreadable() {
    let home = home(.required)
    home.run(30)
    home.peer.manner.readsTimeout = { _, _ in nil }
    home.run(50)
    #expect(home.peer.current == 10)
    home.run(30)
    #expect(home.peer.current == 0)
  }

  @Test("is set and read back again over a new connection")
  func reconnection() {
    let home = home(.required)
    home.run(30)
    home.peer.manner.setsTimeout = { _ in 0 }
    home.peer.manner.isSilent = true
    home.run(4)
    home.peer.manner.isSilent = false
    home.run(10)
    #expect(home.peer.current == 0)
  }

  @Test("is none where control is handed back, and that is told")
  func handedBack() {
    var settings = ChargerSettings()
    settings.control = .handBack
    let home = DrivenQuasar(.init(), settings)
    home.run(30)
    #expect(home.peer.current == 10)
    #expect(home.charger.failsafeProblem?.contains("handed back") == true)
  }

  @Test("the end of a run keeps a charger that does not stop under control", arguments: [false, true])
  func end(saysPaused: Bool) {
    let home = home(.required)
    home.run(30)
    home.peer.manner.obeysStop = false
    home.peer.manner.saysPaused = saysPaused
    #expect(throws: DeviceError.disobeyed("it took the stop, and 2300 W flow still")) {
      try home.loop.shutDown()
    }
    #expect(home.peer.control == 1 && home.peer.timeout == 60)
  }

  @Test("one that takes seconds to come to rest is handed back", arguments: [1.5, 3, 10])
  func ramp(amperesPerSecond: Double) {
    let home = home(.required)
    home.run(30)
    home.peer.manner.ramp = amperesPerSecond
    #expect(throws: Never.self) { try home.loop.shutDown() }
    #expect(home.peer.current.magnitude < 1 && home.peer.control == 0)
  }

  @Test("one whose power cannot be read is not handed back")
  func blind() {
    let home = home(.required)
    home.run(30)
    home.peer.manner.tellsPower = false
    #expect(throws: DeviceError.self) { try home.loop.shutDown() }
    #expect(home.peer.control == 1 && home.peer.timeout == 60)
  }
}
