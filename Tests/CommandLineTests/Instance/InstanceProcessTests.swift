import Foundation
import PeerSupport
import Testing

/// Talks to the built program while it runs, as its owner would.
@Suite("Instance process", .waits)
struct InstanceProcessTests {
  private let folder: TemporaryFolder
  private let environment: [String: String]

  init() throws {
    folder = TemporaryFolder()
    environment = [
      "XDG_STATE_HOME": folder.url.path + "/state", "XDG_RUNTIME_DIR": folder.url.path + "/run",
    ]
    try folder.write(
      """
      site "home" { timezone "UTC"
      charger simulated { current 3A..16A   soc 5%..97% }
      meter simulated }
      schedule "s" { reserve 20%
      otherwise: charge at 6A }
      """)
  }

  private func start(_ arguments: String...) throws -> BackgroundRun {
    let run = try BackgroundRun(arguments, in: folder.url, environment: environment)
    run.waitFor("set-point  rule\n20")
    return run
  }

  private func ask(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(arguments, in: folder.url, environment: environment)
  }

  private func order(_ run: ProgramRun) throws -> String? {
    (try run.json["order"] as? [String: Any])?["kind"] as? String
  }

  @Test("tells how it is and takes orders")
  func tellsHowItIsAndTakesOrders() throws {
    let run = try start("test.evs")
    defer { run.kill() }
    let status = try ask("--status", "--json").json
    #expect(status["schemaVersion"] as? Int == 1)
    #expect((status["decision"] as? [String: Any])?["maximumCurrent"] as? Int == 6)
    #expect((status["rule"] as? [String: Any])?["line"] as? Int == 5)
    #expect(status["order"] is NSNull)

    let stopped = try ask("--stop", "--json").json
    #expect((stopped["decision"] as? [String: Any])?["action"] as? String == "idle")
    #expect(stopped["setPoint"] as? Int == 0, "the answer comes once it is done")
    #expect(try order(ask("--status", "--json")) == "stop")
    #expect(try ask("--status").output.contains("stopped until resumed"))
    #expect(try order(ask("--pause", "2h", "--json")) == "pause")
    #expect(try order(ask("--pause", "until-unplugged", "--json")) == "pause-until-unplugged")
    #expect(try order(ask("--charge-to", "80%", "--json")) == "charge-to")
    #expect(try order(ask("--resume", "--json")) == nil)

    let refused = try ask("--discharge-to", "10%")
    #expect(refused.exitCode == 3)
    #expect(refused.errors.contains("reserve of 20%"))
  }

  @Test("says that nothing runs")
  func saysThatNothingRuns() throws {
    for arguments in [["--status"], ["--stop"], ["--pause", "2h"]] {
      let run = try ProgramRun(arguments, in: folder.url, environment: environment)
      #expect(run.exitCode == 3)
      #expect(run.errors == "evse-run: no evse-run is running\n")
    }
    #expect(try ask("--status", "--json").json["error"] as? String == "no evse-run is running")
  }

  @Test("asks which of several is meant")
  func asksWhichOfSeveralIsMeant() throws {
    let (first, second) = (try start("test.evs"), try start("-p", "test.evs"))
    defer { for run in [first, second] { run.kill() } }
    let ambiguous = try ask("--status")
    #expect(ambiguous.exitCode == 2)
    #expect(ambiguous.errors.contains("--charger"))
    let meant = try ask("--status", "--json", "--charger", "simulated-\(second.identifier)")
    #expect(try order(meant) == "pause")
    #expect(try order(ask("--status", "--json", "--charger", "simulated-\(first.identifier)")) == nil)
  }

  @Test("keeps a stop through a crash")
  func keepsAStopThroughACrash() throws {
    let first = try start("test.evs")
    #expect(try order(ask("--stop", "--json")) == "stop")
    first.kill()
    let second = try start("-p", "test.evs")
    defer { second.kill() }
    #expect(try order(ask("--status", "--json")) == "stop", "a pause at the start does not end it")
  }

  @Test("keeps every order before it answers")
  func keepsEveryOrderBeforeItAnswers() throws {
    var run = try start("test.evs")
    defer { run.kill() }
    for command in ["--stop", "--resume", "--stop", "--resume"] {
      #expect(try ask(command).exitCode == 0)
      run.kill()
      run = try start("test.evs")
      #expect(try order(ask("--status", "--json")) == (command == "--stop" ? "stop" : nil))
    }
  }

  @Test("says that an order cannot be kept")
  func saysThatAnOrderCannotBeKept() throws {
    let run = try start("test.evs")
    defer { run.kill() }
    #expect(try ask("--pause", "2h").exitCode == 0, "the state is on disk once")
    // A file in the place of the folder of the state, as if the disk took nothing more.
    let state = folder.url.appendingPathComponent("state/evse-run")
    try FileManager.default.removeItem(at: state)
    try Data().write(to: state)
    let stop = try ask("--stop", "--json")
    #expect(stop.exitCode == 3)
    #expect(stop.errors.contains("a restart forgets it: the state cannot be written to \(state.path)"))
    #expect(try order(stop) == "stop")
    #expect((try stop.json["stateProblem"] as? String)?.contains(state.path) == true)
    let status = try ask("--status")
    #expect(status.exitCode == 0)
    #expect(status.output.contains("state      the state cannot be written"))
    try FileManager.default.removeItem(at: state)
    #expect(try ask("--stop").exitCode == 0)
  }

  @Test("says that no order is kept without a folder")
  func saysThatNoOrderIsKeptWithoutAFolder() throws {
    let run = try BackgroundRun(
      ["test.evs"], in: folder.url,
      environment: environment.merging(["XDG_STATE_HOME": "", "HOME": ""]) { $1 })
    defer { run.kill() }
    #expect(
      run.waitFor("set-point  rule\n20").contains("orders and the time of a restart do not outlive this run"))
    let stop = try ask("--stop", "--json")
    #expect(stop.exitCode == 3)
    #expect(stop.errors.contains("a restart forgets it: the environment names no folder"))
    #expect(try order(stop) == "stop")
  }

  @Test("says that an answer cannot be written")
  func saysThatAnAnswerCannotBeWritten() throws {
    let run = try start("test.evs")
    defer { run.kill() }
    for format in [[], ["--json"]] {
      let status = Process()
      status.executableURL = ProgramRun.program
      status.arguments = ["--status"] + format
      status.environment = environment
      status.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
      try status.run()
      status.waitUntilExit()
      #expect(status.terminationStatus == 3)
    }
  }

  @Test("says that an order does not reach the charger")
  func saysThatAnOrderDoesNotReachTheCharger() throws {
    try folder.write(
      """
      site "home" { timezone "UTC"
      charger wallbox-quasar at "127.0.0.1:2" }
      schedule "s" { otherwise: idle }
      """, as: "real.evs")
    let run = try start("real.evs")
    defer { run.kill() }
    run.waitFor("charger at 127.0.0.1:2: cannot be reached")
    let stop = try ask("--stop", "--json")
    #expect(stop.exitCode == 3)
    #expect(stop.errors.contains("the order is taken, but the charger cannot be reached"))
    #expect(try order(stop) == "stop")
    #expect(try ask("--status").exitCode == 0)
  }

  @Test("refuses a second instance on a charger")
  func refusesASecondInstanceOnACharger() throws {
    try folder.write(
      """
      site "home" { timezone "UTC"
      charger wallbox-quasar at "127.0.0.1:1" }
      schedule "s" { otherwise: idle }
      """, as: "real.evs")
    let first = try start("real.evs")
    first.waitFor("charger at 127.0.0.1:1: cannot be reached")
    #expect(try ask("--status").output.contains("wallbox-quasar at 127.0.0.1:1: cannot be reached"))
    try folder.write(
      """
      site "home" { timezone "UTC"
      charger wallbox-quasar at "localhost:1" }
      schedule "s" { otherwise: idle }
      """, as: "alias.evs")
    for file in ["real.evs", "alias.evs"] {
      let second = try ask(file)
      #expect(second.exitCode == 3)
      #expect(second.errors.contains("another evse-run"))
    }
    first.kill()
  }
}
