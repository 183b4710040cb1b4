import Foundation
import PeerSupport
import Testing

/// Changes the file of a run while it goes on.
@Suite("Reload", .waits)
struct ReloadTests {
  private let folder: TemporaryFolder
  private let environment: [String: String]

  init() throws {
    folder = TemporaryFolder()
    environment = [
      "XDG_STATE_HOME": folder.url.path + "/state", "XDG_RUNTIME_DIR": folder.url.path + "/run",
    ]
    try writeHome()
    try writeSchedule("otherwise: charge at 6A")
  }

  private func writeHome(_ settings: String = "") throws {
    try folder.write(
      """
      site "home" { timezone "UTC"
      charger simulated { current 3A..16A   soc 5%..97% }
      meter simulated
      \(settings) }
      """, as: "home.evs")
  }

  private func writeSchedule(_ rule: String, as name: String = "test.evs") throws {
    try folder.write("use \"home.evs\"\nschedule \"s\" { \(rule) }\n", as: name)
  }

  private func start() throws -> BackgroundRun {
    let run = try BackgroundRun(["test.evs"], in: folder.url, environment: environment)
    run.waitFor("charge at 6A")
    return run
  }

  private func ask(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(arguments, in: folder.url, environment: environment)
  }

  private func move(_ old: String, _ new: String) throws {
    let code = rename(folder.url.appending(path: old).path, folder.url.appending(path: new).path)
    try #require(code == 0)
  }

  @Test("takes a changed file over and says what is different")
  func takesAChangedFileOverAndSaysWhatIsDifferent() throws {
    let run = try start()
    defer { run.kill() }
    try writeSchedule("otherwise: charge at 8A")
    let output = run.waitFor("otherwise: charge at 8A")
    #expect(output.contains("takes over"))
    let table = output.split(separator: "\n").first { $0.contains("test.evs:2 -> test.evs:2") }
    #expect(table?.contains("charge at 6A") == true && table?.contains("charge at 8A") == true)
    #expect(run.waitFor("        8 A").contains("        8 A"))
  }

  @Test("takes a file over that an editor has put in its place")
  func takesAFileOverThatAnEditorHasPutInItsPlace() throws {
    let run = try start()
    defer { run.kill() }
    try move("test.evs", "test.evs~")
    try writeSchedule("otherwise: charge at 9A", as: "test.evs.new")
    try move("test.evs.new", "test.evs")
    #expect(run.waitFor("otherwise: charge at 9A").contains("takes over"))
  }

  @Test("takes a change of a used file over")
  func takesAChangeOfAUsedFileOver() throws {
    let run = try start()
    defer { run.kill() }
    try writeHome("grid import limit 40A")
    #expect(run.waitFor("it decides as before").contains("takes over"))
    run.waitFor("the site's grid import limit: none -> 9200W")
    try writeHome("tariff Flux\nrecord csv to \"records\"")
    #expect(run.waitFor("recorded").contains("until evse-run is restarted"))
  }

  @Test("keeps the last good file where the new one is wrong")
  func keepsTheLastGoodFileWhereTheNewOneIsWrong() throws {
    let run = try start()
    defer { run.kill() }
    try folder.write("schedule \"s\" { otherwise: fly }\n")
    #expect(run.waitFor("error[").contains("the last good one stays in force"))
    let status = try ask("--status", "--json").json
    #expect((status["decision"] as? [String: Any])?["maximumCurrent"] as? Int == 6)
    #expect((status["scheduleProblem"] as? String)?.contains("error[") == true)
    #expect(try ask("--status").output.contains("refused    the changed file, for error[E0301]"))
    try writeSchedule("otherwise: charge at 10A")
    #expect(run.waitFor("otherwise: charge at 10A").contains("takes over"))
    #expect(try ask("--status", "--json").json["scheduleProblem"] is NSNull)
  }

  @Test("keeps the last good file where a file is gone")
  func keepsTheLastGoodFileWhereAFileIsGone() throws {
    let run = try start()
    defer { run.kill() }
    try move("home.evs", "elsewhere.evs")
    #expect(run.waitFor("there is no such file").contains("the last good one stays in force"))
    try move("elsewhere.evs", "home.evs")
    #expect(run.waitFor("it decides as before").contains("takes over"))
  }

  @Test("reads the file again when it is asked to")
  func readsTheFileAgainWhenItIsAskedTo() throws {
    let run = try start()
    defer { run.kill() }
    run.send(SIGHUP)
    #expect(run.waitFor("it decides as before").contains("takes over"))
    run.send(SIGTERM)
    run.waitFor("\u{0}")
    #expect(run.exitCode == 0)
  }

  @Test("needs a restart for another charger")
  func needsARestartForAnotherCharger() throws {
    let run = try start()
    defer { run.kill() }
    try folder.write(
      """
      site "home" { timezone "UTC"
      charger wallbox-quasar at "127.0.0.1:1" }
      """, as: "home.evs")
    let output = run.waitFor("take a restart")
    #expect(output.contains("the last good one stays in force"))
  }

  @Test("reads prices in files again")
  func readsPricesInFilesAgain() throws {
    let prices = "from,to,price\n2026-01-01T00:00:00Z,,10\n"
    try folder.write(prices, as: "prices.csv")
    let run = try start()
    defer { run.kill() }
    try folder.write(
      """
      use "home.evs"
      tariff Mine { prices from csv "prices.csv" }
      site { tariff Mine }
      schedule "s" { when import price > 20p: idle
      otherwise: charge at 7A }
      """)
    #expect(run.waitFor("otherwise: charge at 7A").contains("takes over"))
    try folder.write(prices.replacingOccurrences(of: ",10", with: ",30"), as: "prices.csv")
    #expect(run.waitFor("import price > 20p: idle\n").contains("import price > 20p: idle\n"))
  }
}
