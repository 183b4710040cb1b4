import Foundation
import PeerSupport
import Testing

/// Scripts beside the peers that drive the built program by themselves.
enum PeerScript {
  /// Runs `Tests/Peers/NAME` on the built program; where a promise is broken the test fails with what it printed.
  static func run(_ name: String, _ arguments: [String] = []) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let path = ProgramRun.package.appendingPathComponent("Tests/Peers/\(name)").path
    process.arguments = [PeerPython.command, path, ProgramRun.program.path] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
  }
}
