import Platform
import PeerSupport
import ScheduleLang
import Testing

@testable import Drivers
@testable import evse_run

@Suite("Charger recovery", .waits, .timeLimit(.minutes(10)))
struct ChargerRecoveryTests {
  private let now = Instant(seconds: 1_800_000_000)

  private func charger(cloud: Endpoint) -> DeviceConfiguration {
    DeviceConfiguration(
      driver: "wallbox-quasar", address: "127.0.0.1",
      settings: [
        "restart.serial": .number(12345), "restart.user": .text("me@example.org"),
        "restart.password": .secret(.literal("s3cret\"\\ ")), "restart.sign in at": .text("http://\(cloud)"),
        "restart.api at": .text("http://\(cloud)"), "restart.after": .number(3),
        "restart.cooldown": .seconds(120),
      ], range: SourceRange(file: 0, start: 0, end: 0))
  }

  @Test(
    "a restart that is under way is not repeated by the next recovery",
    .enabled(if: CurlProcess().isInstalled, "curl is not installed"))
  func aRestartThatIsUnderWayIsNotRepeatedByTheNextRecovery() throws {
    // Takes connections and never answers, so that the restart stays under way.
    let silent = try LoopbackSocket(listens: true)
    defer { withExtendedLifetime(silent) {} }
    let endpoint = Endpoint(host: "127.0.0.1", port: silent.port)
    var told: [String] = []
    func recovery(lastRestart: Instant?) throws -> ChargerRecovery {
      try #require(
        ChargerRecovery(charger(cloud: endpoint), lastRestart: lastRestart, warn: { told.append($0) }))
    }
    let first = try recovery(lastRestart: nil)
    first.attend(losses: 3, at: now, uptime: .zero)
    #expect(told.count == 1)
    let second = try recovery(lastRestart: first.lastRestart)
    #expect(second.lastRestart == now)
    second.attend(losses: 4, at: now.adding(seconds: 119), uptime: .seconds(119))
    #expect(told.count == 1, "it is restarted once")
    second.attend(losses: 5, at: now.adding(seconds: 120), uptime: .seconds(120))
    #expect(told.count == 2, "after the cool-down it may be restarted again")
  }

  @Test("a try that fails is no restart", .enabled(if: CurlProcess().isInstalled, "curl is not installed"))
  func aTryThatFailsIsNoRestart() throws {
    var told: [String] = []
    let before = now.adding(seconds: -500)
    let recovery = try #require(
      ChargerRecovery(
        charger(cloud: Endpoint(host: "127.0.0.1", port: 1)), lastRestart: before, warn: { told.append($0) }))
    recovery.attend(losses: 3, at: now, uptime: .zero)
    #expect(recovery.lastRestart == now)
    while told.count == 1 { recovery.attend(losses: 0, at: now, uptime: .zero) }
    #expect(recovery.lastRestart == before)
  }

  @Test(
    "no clock that is set ends the cooldown",
    .enabled(if: PeerPython.isWanted(with: "json"), "\(PeerPython.command) does not run: set EVSE_PYTHON"),
    .enabled(if: CurlProcess().isInstalled, "curl is not installed"), arguments: ["answer 200", "cut"])
  func noClockThatIsSetEndsTheCoolDown(answer: String) throws {
    let peer = try PeerProcess("wallbox.py")
    let words = answer.split(separator: " ")
    try peer.order("\(words[0]) /v3/chargers/12345/remote-action \(words.dropFirst().joined())")
    var told: [String] = []
    let recovery = try #require(
      ChargerRecovery(
        charger(cloud: Endpoint(host: "127.0.0.1", port: peer.port)), lastRestart: nil,
        warn: { told.append($0) }))
    recovery.attend(losses: 3, at: now, uptime: .zero)
    while told.count == 1 { recovery.attend(losses: 0, at: now, uptime: .zero) }
    let later = now.adding(seconds: 7200)
    recovery.attend(losses: 9, at: later, uptime: .seconds(119))
    #expect(told.count == 2, "\(told)")
    recovery.attend(losses: 9, at: later, uptime: .seconds(120))
    #expect(told.count == 3, "after the cool-down it may be restarted again")
  }

  @Test("a restart that cannot be used is told")
  func aRestartThatCannotBeUsedIsTold() {
    var device = charger(cloud: Endpoint(host: "127.0.0.1", port: 1))
    device.settings["restart.password"] = .secret(.environment("NO_SUCH_VARIABLE"))
    var told: [String] = []
    #expect(ChargerRecovery(device, lastRestart: nil, warn: { told.append($0) }) == nil)
    #expect(told.count == 1 && told[0].contains("the environment has no NO_SUCH_VARIABLE"))
  }
}
