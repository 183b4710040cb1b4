import Foundation
import PeerSupport
import Testing

/// Brings troubles about in a run that has somebody to tell.
@Suite("Telling by a run", .waits, .timeLimit(.minutes(10)))
struct TellingProcessTests {
  private let folder = TemporaryFolder()
  private let environment: [String: String]

  init() throws {
    environment = [
      "XDG_STATE_HOME": folder.url.path + "/state", "XDG_RUNTIME_DIR": folder.url.path + "/run",
    ]
    try write("otherwise: charge at 6A")
  }

  private func write(_ rule: String) throws {
    try folder.write(
      """
      site "home" { timezone "UTC"
          charger simulated { current 3A..16A   soc 5%..97%   start soc 30% }
          meter simulated
          tell by command "echo $EVSE_STATE $EVSE_TROUBLE >> told"
      }
      schedule "s" { \(rule) }
      """, as: "test.evs")
  }

  private func told() -> [String] {
    let text = (try? String(contentsOf: folder.url.appending(path: "told"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  private func wait(until isSo: () -> Bool) {
    for _ in 0..<1200 where !isSo() { usleep(50_000) }
  }

  @Test("a refused schedule and a crash are told, once each, and what is over once more")
  func troubles() throws {
    let run = try BackgroundRun(["test.evs"], in: folder.url, environment: environment)
    defer { run.kill() }
    run.waitFor("charge at 6A")
    try write("otherwise: chagre at 6A")
    wait { told() == ["began schedule-refused"] }
    #expect(told() == ["began schedule-refused"])
    let status = try ProgramRun(["--status", "--json"], in: folder.url, environment: environment)
    #expect(status.output.contains("\"schedule-refused\""))
    run.kill()

    try write("otherwise: charge at 8A")
    let next = try BackgroundRun(["test.evs"], in: folder.url, environment: environment)
    defer { next.kill() }
    next.waitFor("was not ended in order")
    wait { told().count == 2 }
    #expect(told() == ["began schedule-refused", "began program-restarted"])
    next.send(SIGTERM)
    #expect(next.exitCode == 0)

    let last = try BackgroundRun(["test.evs"], in: folder.url, environment: environment)
    defer { last.kill() }
    last.waitFor("charge at 8A")
    usleep(3_000_000)
    #expect(told().count == 2, "it was ended in order")
  }
}
