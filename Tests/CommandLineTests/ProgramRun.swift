import Foundation
import Testing

/// One run of the built program as a child process.
struct ProgramRun {
  let exitCode: Int32
  let output: String
  let errors: String

  /// The folder of the built products, where this test bundle is too.
  private static let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

  /// The built program.
  static let program = products.appendingPathComponent("evse-run")

  /// The folder of the package.
  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Runs the program with `arguments` in `folder` and waits until it ends, for two minutes at most.
  init(
    _ arguments: [String], in folder: URL = ProgramRun.package, input: String? = nil,
    environment: [String: String] = [:]
  ) throws {
    let process = Process()
    process.executableURL = ProgramRun.program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = standardInput
    try process.run()
    let guardian = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + 120, execute: guardian)
    if let input { try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
    try standardInput.fileHandleForWriting.close()

    // Both pipes are read at once, so that neither can fill up and hold the program.
    let errorsRead = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var errorData = Data()
    DispatchQueue.global().async {
      errorData = errors.fileHandleForReading.readDataToEndOfFile()
      errorsRead.signal()
    }
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    errorsRead.wait()
    process.waitUntilExit()
    guardian.cancel()
    exitCode = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    self.output = String(decoding: outputData, as: UTF8.self)
    self.errors = String(decoding: errorData, as: UTF8.self)
  }

  /// The report as JSON.
  var json: [String: Any] {
    get throws {
      try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }
  }
}

/// A home like the one in the language's examples.
let homeText = """
  site "home" {
      timezone "Europe/London"
      battery 52kWh
      charger simulated { current 3A..16A   soc 5%..97% }
      meter simulated
  }

  """
