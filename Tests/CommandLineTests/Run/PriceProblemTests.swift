import Foundation
import PeerSupport
import Testing

/// Prices that stop coming are never missed in silence: the log, the line of the minute and the status say so.
@Suite(
  "Price problem",
  .waits,
  .enabled(if: PeerPython.isWanted(with: "json"), "\(PeerPython.command) does not run: set EVSE_PYTHON"),
  .timeLimit(.minutes(10)))
struct PriceProblemTests {
  private let folder: TemporaryFolder

  init() throws { folder = TemporaryFolder() }

  private func environment(_ peer: PeerProcess? = nil) -> [String: String] {
    var environment = ["HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"].reduce(into: [:]) {
      $0[$1] = folder.url.path + "/" + $1
    }
    environment["EVSE_OCTOPUS_URL"] = peer.map { "http://127.0.0.1:\($0.port)" }
    return environment
  }

  /// The price problem of a run of a home whose tariff is `tariff`, with what it prints until `text` comes.
  private func problem(
    tariff: String, waitingFor text: String, _ environment: [String: String]
  ) throws -> String? {
    try folder.write(
      """
      tariff Mine { \(tariff) }
      site "home" { timezone "UTC"
      charger simulated
      meter simulated
      tariff Mine }
      schedule "s" { when import price < 10p: charge at 6A
      otherwise: idle }
      """)
    let run = try BackgroundRun(["test.evs"], in: folder.url, environment: environment)
    defer { run.kill() }
    run.waitFor(text)
    return try ProgramRun(["--status", "--json"], in: folder.url, environment: environment)
      .json["priceProblem"] as? String
  }

  @Test("an answer without any row")
  func noRows() throws {
    let peer = try PeerProcess("octopus.py", ["--until", "0"])
    let text = "no prices of AGILE-24-10-01 in region C are known"
    let octopus = "prices from octopus product \"AGILE-24-10-01\" region \"C\""
    #expect(try problem(tariff: octopus, waitingFor: text, environment(peer)) == text)
    let report = try ProgramRun(["--dry-run", "test.evs"], in: folder.url, environment: environment(peer))
    #expect(report.errors.contains(text))
  }

  @Test("a file that has ended, also in another year")
  func fileEnds() throws {
    for year in [2020, 2031] {
      try folder.write("from,to,price\n\(year)-01-01T00:00Z,\(year)-01-02T00:00Z,5\n", as: "prices.csv")
      let file = "prices from csv \"prices.csv\""
      let found = try problem(tariff: file, waitingFor: "are known", environment())
      #expect(found?.hasPrefix("no prices of ") == true && found?.hasSuffix("prices.csv are known") == true)
    }
  }

  @Test("a file that goes on, or whose tariff has fixed prices beside it, is none")
  func fine() throws {
    try folder.write("from,to,price\n2020-01-01T00:00Z,,5\n", as: "prices.csv")
    let file = "prices from csv \"prices.csv\""
    #expect(try problem(tariff: file, waitingFor: "charge at 6A", environment()) == nil)
    try folder.write("from,to,price\n2020-01-01T00:00Z,2020-01-02T00:00Z,5\n", as: "prices.csv")
    let both = "\(file)\nday 00:00-24:00 import 7p"
    #expect(try problem(tariff: both, waitingFor: "charge at 6A", environment()) == nil)
  }

  @Test(
    "a file that is missing or holds no price when a run starts is read once it does",
    arguments: [nil, "from,price\nx,1\n"])
  func startsWithout(contents: String?) throws {
    if let contents { try folder.write(contents, as: "prices.csv") }
    try folder.write(
      """
      tariff Mine { prices from csv "prices.csv" }
      site "home" { timezone "UTC"
      charger simulated
      meter simulated
      tariff Mine }
      schedule "s" { when import price < 10p: charge at 6A
      otherwise: idle }
      """)
    let run = try BackgroundRun(["test.evs"], in: folder.url, environment: environment())
    defer { run.kill() }
    run.waitFor("are known")
    #expect(
      try ProgramRun(["--check", "test.evs"], in: folder.url, environment: environment()).exitCode == 0)
    #expect(
      try ProgramRun(["--dry-run", "test.evs"], in: folder.url, environment: environment()).exitCode != 0)
    try folder.write("from,to,price\n2020-01-01T00:00Z,,5\n", as: "prices.csv")
    run.waitFor("charge at 6A")
  }

  @Test("a line of a file that is left out is told with its number")
  func leftOut() throws {
    try folder.write("from,to,price\n2020-01-01T00:00Z,2030-01-01T00:00Z,5\nx,,1\n", as: "prices.csv")
    _ = try problem(
      tariff: "prices from csv \"prices.csv\"", waitingFor: "charge at 6A", environment())
    let run = try ProgramRun(["--dry-run", "test.evs"], in: folder.url, environment: environment())
    #expect(run.exitCode == 0)
    #expect(
      run.errors.contains("prices.csv:3: `from` is not an instant such as 2026-12-25T18:00:00Z: left out"))
  }
}
