import Foundation
import Testing

/// The Python that runs the scripted peers: `EVSE_PYTHON`, or `python3`.
enum Python {
  static let command = ProcessInfo.processInfo.environment["EVSE_PYTHON"] ?? "python3"
  /// Whether a missing peer is a failure and no reason to skip: `EVSE_REQUIRE_PEERS=1`.
  static let isRequired = ProcessInfo.processInfo.environment["EVSE_REQUIRE_PEERS"] == "1"

  static let isPresent = canImport("json")
  static let hasPymodbus = canImport("pymodbus.simulator")

  private static func canImport(_ module: String) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [command, "-c", "import \(module)"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

extension Trait where Self == ConditionTrait {
  /// Runs where pymodbus is installed, or where peers are required.
  static var needsPymodbus: Self {
    .enabled(
      if: Python.isRequired || Python.hasPymodbus,
      "pymodbus is not installed for \(Python.command): see Tests/Peers/requirements.txt")
  }

  /// Runs where there is a Python, or where peers are required.
  static var needsPython: Self {
    .enabled(if: Python.isRequired || Python.isPresent, "\(Python.command) does not run: set EVSE_PYTHON")
  }
}
