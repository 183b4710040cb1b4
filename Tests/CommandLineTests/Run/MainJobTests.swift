import PeerSupport
import Testing

/// The built program between a Quasar on pymodbus and a Shelly on Python's HTTP server.
@Suite(
  "Main job",
  .waits,
  .enabled(
    if: PeerPython.isWanted(with: "pymodbus.simulator"),
    "pymodbus is not installed for \(PeerPython.command): see Tests/Peers/requirements.txt"))
struct MainJobTests {
  @Test("drives the charger and leaves it stopped")
  func drivesTheChargerAndLeavesItStopped() throws {
    try PeerScript.run("main_job.py")
  }
}
