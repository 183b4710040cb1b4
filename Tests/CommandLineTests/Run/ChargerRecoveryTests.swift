import Foundation
import ScheduleLang
import Synchronization
import Testing

@testable import Drivers
@testable import evse_run

@Suite(.timeLimit(.minutes(10))) struct ChargerRecoveryTests {
  private let now = Instant(seconds: 1_800_000_000)

  private func charger(cloud: Endpoint) -> DeviceConfiguration {
    DeviceConfiguration(
      driver: "wallbox-quasar", address: "127.0.0.1",
      settings: [
        "restart.serial": .number(12345), "restart.user": .text("me@example.org"),
        "restart.password": .secret(.literal("s3cret")), "restart.sign in at": .text("http://\(cloud)"),
        "restart.api at": .text("http://\(cloud)"), "restart.after": .number(3),
        "restart.cooldown": .seconds(120),
      ], range: SourceRange(file: 0, start: 0, end: 0))
  }

  @Test(.enabled(if: CurlProcess().isInstalled, "curl is not installed"))
  func aRestartThatIsUnderWayIsNotRepeatedByTheNextRecovery() throws {
    // Takes connections and never answers, so that the restart stays under way.
    let (endpoint, silent) = try Self.silentPeer()
    defer { close(silent) }
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

  @Test(.enabled(if: CurlProcess().isInstalled, "curl is not installed"))
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

  @Test func aRestartThatCannotBeUsedIsTold() {
    var device = charger(cloud: Endpoint(host: "127.0.0.1", port: 1))
    device.settings["restart.password"] = .secret(.environment("NO_SUCH_VARIABLE"))
    var told: [String] = []
    #expect(ChargerRecovery(device, lastRestart: nil, warn: { told.append($0) }) == nil)
    #expect(told.count == 1 && told[0].contains("the environment has no NO_SUCH_VARIABLE"))
  }

  private static func silentPeer() throws -> (endpoint: Endpoint, descriptor: Int32) {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, size) == 0 && listen(number, 4) == 0 && getsockname(number, $0, &size) == 0
      }
    }
    try #require(isListening)
    return (Endpoint(host: "127.0.0.1", port: UInt16(bigEndian: address.sin_port)), number)
  }
}
