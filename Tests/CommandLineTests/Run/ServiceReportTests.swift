import Platform
import Foundation
import PeerSupport
import ScheduleLang
import Testing

@testable import Drivers
@testable import Runtime
@testable import evse_run

@Suite("Service report", .waits)
struct ServiceReportTests {
  /// A charger that does not answer, and does not keep its deadline either.
  private final class HangingCharger: Charger {
    /// What goes on while it hangs.
    var meanwhile: () -> Void = {}

    func status(by deadline: ExchangeDeadline) throws(DeviceError) -> ChargerStatus {
      usleep(1_200_000)
      meanwhile()
      throw .timeout
    }
    func start(at current: Amperes, by deadline: ExchangeDeadline) {}
    func stop(by deadline: ExchangeDeadline) {}
    func release(by deadline: ExchangeDeadline) {}
  }

  @Test("the watchdog gets nothing while the loop hangs")
  func watchdog() throws {
    let socket = try #require(DatagramSocket("@evse-run-test-\(UUID().uuidString)"))
    let report = ServiceReport(ServiceNotifier { ["NOTIFY_SOCKET": socket.address][$0] })
    let subject = try RunLineTests.subject()
    let charger = HangingCharger()
    let loop = ControlLoop(
      site: subject.site, charger: charger, meter: nil, clock: SystemLoopClock(wait: { _ in false }),
      evaluate: { _, _, _ in Outcome(decision: .idle, ruleIndex: 0) },
      report: { report.report($0, subject: subject) })
    loop.tick(at: Instant(seconds: 60))
    #expect(socket.all == ["STATUS=test.evs:2  otherwise: charge", "READY=1", "WATCHDOG=1"])
    var heard: [String]?
    charger.meanwhile = { heard = socket.all }
    loop.tick(at: Instant(seconds: 61))
    #expect(heard == [])
    #expect(socket.all == ["WATCHDOG=1"], "it lives again")
  }

  @Test("a service manager hears of the program from its start to its end")
  func process() throws {
    let folder = TemporaryFolder()
    try folder.write(RunningProcessTests.home + "schedule \"s\" { otherwise: charge at 6A }\n")
    let socket = try #require(DatagramSocket(folder.url.path + "/notify"))
    let run = try BackgroundRun(
      ["test.evs"], in: folder.url,
      environment: [
        "NOTIFY_SOCKET": socket.address, "XDG_STATE_HOME": folder.url.path,
        "XDG_RUNTIME_DIR": folder.url.path,
      ])
    defer { run.kill() }
    var heard: [String] = []
    while heard.count(where: { $0 == "WATCHDOG=1" }) < 2, let message = socket.next(within: 60_000) {
      heard.append(message)
    }
    #expect(heard.count { $0 == "READY=1" } == 1)
    #expect(heard.contains { $0.hasPrefix("STATUS=test.evs:") })
    #expect(heard.count { $0 == "WATCHDOG=1" } == 2)
    run.send(SIGTERM)
    while let message = socket.next(within: 60_000), message != "STOPPING=1" { heard.append(message) }
    run.waitFor("\u{0}")
    #expect(!socket.all.contains("WATCHDOG=1"), "nothing feeds it once the loop has ended")
  }
}
