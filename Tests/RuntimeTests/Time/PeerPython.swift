import Foundation

/// Python as an independent peer: the environment's `EVSE_PYTHON`, or `python3` on the path.
enum PeerPython {
  struct Failure: Error {
    var message: String
  }

  /// Whether tests against Python run: it is there, or `EVSE_REQUIRE_PEERS=1` makes its absence a failure.
  static let isWanted = isAvailable || environment["EVSE_REQUIRE_PEERS"] == "1"

  private static let isAvailable = (try? run("import zoneinfo; print('ok')", [])) == Data("ok\n".utf8)

  private static let environment = ProcessInfo.processInfo.environment

  /// What `script` prints when it is started with `arguments`.
  static func run(_ script: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [environment["EVSE_PYTHON"] ?? "python3", "-c", script] + arguments
    if let folder = environment["TZDIR"] {
      process.environment = environment.merging(["PYTHONTZPATH": folder]) { $1 }
    }
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(message: "Python ended with \(process.terminationStatus)")
    }
    return data
  }

  /// The 64-bit numbers that `script` writes to its standard output in the machine's order.
  static func numbers(_ script: String, _ arguments: [String]) throws -> [Int64] {
    try run(script, arguments).withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - 7, by: 8).map {
        bytes.loadUnaligned(fromByteOffset: $0, as: Int64.self)
      }
    }
  }
}
