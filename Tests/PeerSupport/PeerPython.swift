import Foundation

/// Why Python did not do what it was started for.
public struct PeerPythonError: Error {
  /// What happened.
  public var message: String
}

/// Python as an independent peer: the environment's `EVSE_PYTHON`, or `python3` on the path.
public enum PeerPython {
  /// The command that starts it.
  public static let command = environment["EVSE_PYTHON"] ?? "python3"

  /// Whether a missing peer is a failure and no reason to skip: `EVSE_REQUIRE_PEERS=1`.
  public static let isRequired = environment["EVSE_REQUIRE_PEERS"] == "1"

  private static let environment = ProcessInfo.processInfo.environment

  /// Whether tests that need `module` run: Python can import it, or its absence is to be a failure.
  public static func isWanted(with module: String) -> Bool {
    isRequired || (try? run("import \(module); print('ok')", [])) == Data("ok\n".utf8)
  }

  /// What `script` prints when it is started with `arguments`.
  public static func run(_ script: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [command, "-c", script] + arguments
    if let folder = environment["TZDIR"] {
      process.environment = environment.merging(["PYTHONTZPATH": folder]) { $1 }
    }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = isRequired ? FileHandle.standardError : FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw PeerPythonError(message: "Python ended with \(process.terminationStatus)")
    }
    return data
  }

  /// The 64-bit numbers that `script` writes to its standard output in the machine's order.
  public static func numbers(_ script: String, _ arguments: [String]) throws -> [Int64] {
    try run(script, arguments).withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - 7, by: 8).map {
        bytes.loadUnaligned(fromByteOffset: $0, as: Int64.self)
      }
    }
  }
}
