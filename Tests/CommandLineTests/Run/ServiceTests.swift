import PeerSupport
import Testing

/// What an owner relies on from a program that runs for months, against a Quasar on pymodbus.
@Suite(
  "Service",
  .waits,
  .enabled(
    if: PeerPython.isWanted(with: "pymodbus.simulator"),
    "pymodbus is not installed for \(PeerPython.command): see Tests/Peers/requirements.txt"))
struct ServiceTests {
  @Test("holds", arguments: ["observing", "hanging-up", "reloading", "repricing", "restarting"])
  func holds(scene: String) throws {
    try PeerScript.run("service.py", [scene])
  }
}
