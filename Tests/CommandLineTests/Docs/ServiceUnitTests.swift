import PeerSupport
import Foundation
import Testing

/// The unit that the README tells to install.
@Suite("docs/evse-run.service")
struct ServiceUnitTests {
  private static let analyzer = "/usr/bin/systemd-analyze"

  private func analyze(_ arguments: String...) throws -> (exitCode: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.analyzer)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  @Test(
    "systemd finds nothing wrong with it, and little that it could do harm with",
    .enabled(if: FileManager.default.isExecutableFile(atPath: analyzer), "systemd is not installed"))
  func analysis() throws {
    let unit = try String(
      contentsOf: ProgramRun.package.appendingPathComponent("docs/evse-run.service"), encoding: .utf8)
    let folder = TemporaryFolder()
    // The program need not be where an owner will have put it.
    let name = try folder.write(
      unit.replacingOccurrences(of: "/usr/local/bin/evse-run", with: ProgramRun.program.path),
      as: "evse-run.service")
    let path = folder.url.appendingPathComponent(name).path
    let verification = try analyze("verify", path)
    #expect(verification.exitCode == 0, "\(verification.output)")
    // In tenths, of at most 100.
    let security = try analyze("security", "--offline=yes", "--threshold=20", path)
    #expect(security.exitCode == 0, "\(security.output)")
  }
}
