import Foundation
import PeerSupport
import Testing

/// The built program with a charger on pymodbus that is not as it should be.
@Suite(
  "Charger process",
  .waits,
  .enabled(
    if: PeerPython.isWanted(with: "pymodbus.simulator"), "pymodbus is not installed for \(PeerPython.command)"
  ),
  .timeLimit(.minutes(10)))
struct ChargerProcessTests {
  private let folder: TemporaryFolder
  private let peer: PeerProcess
  private let environment: [String: String]

  init() throws {
    folder = TemporaryFolder()
    peer = try PeerProcess("quasar.py")
    try peer.order("set 0x219 4")
    try peer.order("set 0x21A 50")
    environment = [
      "XDG_STATE_HOME": folder.url.path + "/state", "XDG_RUNTIME_DIR": folder.url.path + "/run",
    ]
  }

  private func start(_ settings: String = "") throws -> BackgroundRun {
    try folder.write(
      """
      site "home" { timezone "UTC"
      charger wallbox-quasar at "127.0.0.1:\(peer.port)" { current 3A..16A
      \(settings)
      } }
      schedule "s" { otherwise: charge at 10A }
      """)
    return try BackgroundRun(["test.evs"], in: folder.url, environment: environment)
  }

  private func waitForPower(_ seconds: Int = 60) throws {
    let end = Date(timeIntervalSinceNow: Double(seconds))
    while try peer.order("get 0x219") != "1", Date() < end { usleep(50_000) }
    #expect(try peer.order("get 0x219") == "1")
  }

  private func status(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(arguments + ["--json"], in: folder.url, environment: environment)
  }

  @Test("hands back a charger that stops")
  func handsBackAChargerThatStops() throws {
    let run = try start()
    try waitForPower()
    run.send(SIGTERM)
    #expect(run.exitCode == 0)
    #expect(try peer.order("get 0x51") == "0" && peer.order("get 0x219") == "4")
  }

  @Test("keeps a charger that says that it stops")
  func keepsAChargerThatSaysThatItStops() throws {
    let run = try start()
    try waitForPower()
    try peer.order("disobey")
    run.send(SIGTERM)
    #expect(run.exitCode == 3)
    #expect(run.waitFor("nothing more").contains("it took the stop, and 2310 W flow still"))
    #expect(try peer.order("get 0x51") == "1")
    #expect(try peer.order("get 0x58") == "60")
  }

  @Test("moves no power without a time-out", arguments: [0, 65_535])
  func movesNoPowerWithoutATimeOut(seconds: Int) throws {
    try peer.order("timeout \(seconds)")
    let run = try start("failsafe required")
    defer { run.kill() }
    run.waitFor("may not stop by itself")
    sleep(3)
    #expect(try peer.order("get 0x219") == "4")
    let status = try status("--status").json
    let troubles = try #require(status["troubles"] as? [[String: Any]])
    #expect(troubles.contains { ($0["text"] as? String)?.contains("reads \(seconds) s") == true })
    #expect((status["chargerProblem"] as? String)?.contains("no power without a time-out") == true)
  }

  @Test("controls a slow charger", arguments: [0.3, 0.5, 0.8, 1.5])
  func controlsASlowCharger(delay: Double) throws {
    try peer.order("delay \(delay)")
    let run = try start()
    try waitForPower()
    #expect(try peer.order("get 0x51") == "1" && peer.order("get 0x58") == "60")
    let stopped = try status("--stop")
    #expect(stopped.exitCode == 0 || stopped.errors.contains("answers too slowly"))
    sleep(4)
    #expect(try peer.order("get 0x219") == "4")
    run.send(SIGTERM)
    #expect(run.exitCode == 0)
    #expect(try peer.order("get 0x51") == "0")
  }

  @Test(
    "stops the charger at every signal that ends",
    arguments: [SIGINT, SIGTERM, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU, SIGPWR])
  func stopsTheChargerAtEverySignalThatEnds(number: Int32) throws {
    let run = try start()
    try waitForPower()
    run.send(number)
    #expect(run.exitCode == 0)
    #expect(!run.wasKilled)
    #expect(try peer.order("get 0x51") == "0" && peer.order("get 0x219") == "4")
  }

  @Test("goes on through signals that suspend", arguments: [SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGXFSZ])
  func goesOnThroughSignalsThatSuspend(number: Int32) throws {
    let run = try start()
    defer { run.kill() }
    try waitForPower()
    run.send(number)
    sleep(2)
    #expect(try status("--status").exitCode == 0)
    #expect(try peer.order("get 0x219") == "1")
  }

  @Test("stops at once among many who ask")
  func stopsAtOnceAmongManyWhoAsk() throws {
    let run = try start()
    defer { run.kill() }
    try waitForPower()
    let isOver = DispatchSemaphore(value: 0)
    let crowd = DispatchGroup()
    for _ in 0..<8 {
      DispatchQueue.global().async(group: crowd) { [url = folder.url, environment] in
        while isOver.wait(timeout: .now()) == .timedOut {
          _ = try? ProgramRun(["--status", "--json"], in: url, environment: environment)
        }
        isOver.signal()
      }
    }
    defer {
      isOver.signal()
      crowd.wait()
    }
    usleep(500_000)
    #expect(try status("--stop").exitCode == 0)
    #expect(try peer.order("get 0x219") == "4")
  }
}
