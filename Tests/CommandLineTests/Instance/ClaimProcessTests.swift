import Foundation
import PeerSupport
import Testing

/// Two programs for one charger.
@Suite(
  "Claim process",
  .waits,
  .enabled(
    if: PeerPython.isWanted(with: "pymodbus.simulator"), "pymodbus is not installed for \(PeerPython.command)"
  ),
  .timeLimit(.minutes(10)))
struct ClaimProcessTests {
  @Test(
    "the second one does not start, however it spells the address",
    arguments: ["127.0.0.1", "[::1]", "0.0.0.0", "localhost", "127.1"])
  func second(host: String) throws {
    let folder = TemporaryFolder()
    let peer = try PeerProcess("quasar.py")
    func home(_ host: String) -> String {
      """
      site "home" { timezone "UTC"
      charger wallbox-quasar at "\(host):\(peer.port)" }
      schedule "s" { otherwise: charge at 6A }
      """
    }
    try folder.write(home("127.0.0.1"), as: "first.evs")
    try folder.write(home(host), as: "second.evs")
    let environment = ["HOME": folder.url.path, "XDG_STATE_HOME": folder.url.path + "/state"]
    let first = try BackgroundRun(["first.evs"], in: folder.url, environment: environment)
    defer { first.kill() }
    first.waitFor("charge at 6A")
    // Of another user's folders.
    let other = ["HOME": folder.url.path + "/other", "XDG_STATE_HOME": folder.url.path + "/other"]
    let second = try ProgramRun(["second.evs"], in: folder.url, environment: other)
    #expect(second.exitCode == 3)
    #expect(second.errors.contains("another evse-run drives this charger already"))
  }
}
