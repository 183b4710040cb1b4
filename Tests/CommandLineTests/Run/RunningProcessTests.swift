import Foundation
import PeerSupport
import Testing

/// Runs the built program as its owner would.
@Suite("Running process", .waits)
struct RunningProcessTests {
  static let home = """
    site "home" { timezone "UTC"
    charger simulated
    meter simulated }

    """

  /// The program, with what it printed so far.
  private final class Running {
    let process = Process()
    private let output = Pipe()
    private let errors = Pipe()

    init(_ text: String, _ arguments: [String]) throws {
      let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      process.executableURL = folder.appending(path: "evse-run")
      process.arguments = arguments + ["-"]
      process.standardOutput = output
      process.standardError = errors
      let input = Pipe()
      process.standardInput = input
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
      try input.fileHandleForWriting.close()
    }

    /// Reads standard output until `text` comes or it ends.
    func waitFor(_ text: String) -> String {
      var all = Data()
      output.fileHandleForReading.read(into: &all, until: text)
      return String(decoding: all, as: UTF8.self)
    }

    func end() -> (code: Int32, reason: Process.TerminationReason, errors: String) {
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return (process.terminationStatus, process.terminationReason, text)
    }
  }

  @Test("ends well when it is asked to", arguments: [SIGINT, SIGTERM])
  func endsWellWhenItIsAskedTo(number: Int32) throws {
    let running = try Running(Self.home + "schedule \"s\" { otherwise: charge at 6A }\n", [])
    let output = running.waitFor("charge at 6A")
    #expect(output.contains("6 A"))
    kill(running.process.processIdentifier, number)
    let end = running.end()
    #expect(end.code == 0)
    #expect(end.reason == .exit)
    #expect(end.errors.isEmpty)
  }

  @Test("takes several signals at once for one request")
  func takesSeveralSignalsAtOnceForOneRequest() throws {
    let running = try Running(Self.home + "schedule \"s\" { otherwise: charge at 6A }\n", [])
    _ = running.waitFor("charge at 6A")
    for number in [SIGINT, SIGTERM, SIGINT] { kill(running.process.processIdentifier, number) }
    let end = running.end()
    #expect(end.reason == .exit)
    #expect(end.code == 0)
  }

  @Test("ends at once when it is asked to again")
  func endsAtOnceWhenItIsAskedToAgain() throws {
    // A database that never answers is waited for at the end.
    let silent = try LoopbackSocket(listens: true)
    defer { withExtendedLifetime(silent) {} }
    let folder = TemporaryFolder()
    try folder.write(
      """
      site "home" { timezone "UTC"
      charger simulated
      record influxdb at "http://127.0.0.1:\(silent.port)" { org "o" bucket "b" token env "T" } }
      schedule "s" { otherwise: charge at 6A }
      """)
    let run = try BackgroundRun(
      ["test.evs"], in: folder.url, environment: ["T": "t", "XDG_STATE_HOME": folder.url.path])
    run.waitFor("charge at 6A")
    sleep(2)
    run.send(SIGTERM)
    sleep(3)
    run.send(SIGTERM)
    #expect(run.exitCode == SIGTERM)
    #expect(run.wasKilled)
  }

  @Test("prints a line for each minute of simulated time")
  func printsALineForEachMinuteOfSimulatedTime()
    throws
  {
    let running = try Running(
      Self.home + "schedule \"s\" { otherwise: charge at 6A }\n", ["--speed", "3600", "--pause", "5min"])
    defer { kill(running.process.processIdentifier, SIGTERM) }
    let output = running.waitFor("charge at 6A")
    let lines = output.split(separator: "\n").dropFirst().prefix { $0.contains("paused until") }
    #expect((5...6).contains(lines.count))
    #expect(lines.dropFirst().allSatisfy { $0.prefix(19).hasSuffix(":00") })
  }

  @Test("refuses to hurry a real charger")
  func refusesToHurryARealCharger() throws {
    let site = "site \"home\" { timezone \"UTC\"\ncharger wallbox-quasar at \"127.0.0.1\" }\n"
    let end = try Running(site + "schedule \"s\" { otherwise: idle }\n", ["--speed", "60"]).end()
    #expect(end.code == 2)
    #expect(end.errors.contains("--speed"))
  }

  @Test("says that it simulates without a site")
  func saysThatItSimulatesWithoutASite() throws {
    let running = try Running("schedule \"s\" { otherwise: idle }\n", [])
    _ = running.waitFor("idle")
    running.process.terminate()
    let end = running.end()
    #expect(end.code == 0)
    #expect(end.errors.contains("no site is declared"))
  }
}
