import PeerSupport
import Testing

/// The built program between a Quasar on pymodbus and a Shelly on Python's HTTP server.
@Suite(
  .waits,
  .enabled(
    if: PeerPython.isWanted(with: "pymodbus.simulator"),
    "pymodbus is not installed for \(PeerPython.command): see Tests/Peers/requirements.txt"))
struct MainJobTests {
  @Test func drivesTheChargerAndLeavesItStopped() throws {
    try PeerScript.run("main_job.py")
  }
}
