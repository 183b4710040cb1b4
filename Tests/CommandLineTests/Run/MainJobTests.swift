import Foundation
import PeerSupport
import Testing

/// The built program between a Quasar on pymodbus and a Shelly on Python's HTTP server.
@Suite(
  .enabled(
    if: PeerPython.isWanted(with: "pymodbus.simulator"),
    "pymodbus is not installed for \(PeerPython.command): see Tests/Peers/requirements.txt"))
struct MainJobTests {
  @Test func drivesTheChargerAndLeavesItStopped() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      PeerPython.command, ProgramRun.package.appendingPathComponent("Tests/Peers/main_job.py").path,
      ProgramRun.program.path,
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
  }
}
