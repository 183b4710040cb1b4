import Foundation
import PeerSupport
import Testing

/// Runs with a simulated charger and a meter that answers over HTTP.
@Suite(
  "Real meter",
  .waits,
  .enabled(if: PeerPython.isWanted(with: "json"), "\(PeerPython.command) does not run: set EVSE_PYTHON"),
  .timeLimit(.minutes(10)))
struct RealMeterTests {
  private let folder: TemporaryFolder
  private let environment: [String: String]

  init() throws {
    folder = TemporaryFolder()
    environment = [
      "XDG_STATE_HOME": folder.url.path + "/state", "XDG_RUNTIME_DIR": folder.url.path + "/run",
    ]
  }

  private func start(_ peer: PeerProcess, _ settings: String = "") throws -> BackgroundRun {
    try folder.write(
      """
      site "home" { timezone "UTC"
      charger simulated
      meter shelly-em at "127.0.0.1:\(peer.port)" { grid channel 0   solar channel 1 \(settings) }
      record csv to "records" }
      schedule "s" { otherwise: charge at 6A }
      """)
    let run = try BackgroundRun(["test.evs"], in: folder.url, environment: environment)
    run.waitFor("charge at 6A")
    return run
  }

  private func ask(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(arguments, in: folder.url, environment: environment)
  }

  /// What the status says of the meter, once that is as `isAwaited` wants it.
  private func status(until isAwaited: ([String: Any]) -> Bool) throws -> [String: Any] {
    for _ in 0..<120 {
      let status = try ask("--status", "--json").json
      if isAwaited(status) { return status }
      usleep(500_000)
    }
    return [:]
  }

  @Test("numbers that no home can have reach no report, no record and no order")
  func numbers() throws {
    let peer = try PeerProcess("shelly.py")
    try peer.order("set 0 power 1e308")
    try peer.order("set 1 power -1e308")
    try peer.order("set 0 voltage 1e300")
    let run = try start(peer)
    defer { run.kill() }
    let status = try status { $0["meterProblem"] is String }
    #expect(status["grid"] is NSNull && status["solar"] is NSNull)
    #expect(status["meterProblem"] as? String == "answered what it should not: no power at the grid")
    let stopped = try ask("--stop", "--json")
    #expect(stopped.exitCode == 0)
    #expect((try stopped.json["decision"] as? [String: Any])?["action"] as? String == "idle")
    try peer.order("set 0 power 250")
    _ = try self.status { $0["grid"] as? Double == 250 }
    run.send(SIGTERM)
    #expect(run.exitCode == 0)
    let records = try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/records")
    let name = try #require(records.first)
    let text = try String(contentsOfFile: folder.url.path + "/records/\(name)", encoding: .utf8)
    #expect(text.contains(",250.0,"))
    #expect(!text.contains("inf") && !text.contains("e+") && !text.contains("nan"))
    #expect(try ask("--simulate", "test.evs", "--data", "records").exitCode == 0)
  }

  @Test("a sun that cannot be read leaves the grid's power, and is told")
  func parts() throws {
    let peer = try PeerProcess("shelly.py")
    try peer.order("set 1 is_valid false")
    let run = try start(peer)
    defer { run.kill() }
    let status = try status { $0["meterProblem"] is String }
    #expect(status["grid"] as? Double == 512.25 && status["solar"] is NSNull)
    #expect(status["meterProblem"] as? String == "answered what it should not: no power from the sun")
    try peer.order("set 1 is_valid true")
    _ = run.waitFor("works again")
  }

  @Test("another password in its file is taken over without a restart")
  func password() throws {
    let peer = try PeerProcess("shelly.py", ["--generation", "2", "--password", "right"])
    try folder.write("wrong\n", as: "password")
    let run = try start(peer, "password file \"password\"")
    defer { run.kill() }
    _ = run.waitFor("the meter wants another user or password")
    try folder.write("right\n", as: "password")
    _ = run.waitFor("takes over")
    #expect(try status { $0["grid"] as? Double == -512.25 }["meterProblem"] is NSNull)
    // An earlier one is remembered beside the state.
    let logins = try String(
      contentsOfFile: folder.url.path + "/state/evse-run/digest-logins", encoding: .utf8)
    #expect(logins == "127.0.0.1:\(peer.port)\n")
  }
}
