import Foundation
import PeerSupport

/// A run of the built program that goes on while a test talks to it.
final class BackgroundRun {
  private let process = Process()
  private let output = Pipe()
  private var all = Data()

  init(_ arguments: [String], in folder: URL, environment: [String: String]) throws {
    process.executableURL = ProgramRun.program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  deinit { kill() }

  var identifier: Int32 { process.processIdentifier }

  /// Reads what it prints until `text` comes, it ends or a minute and a half have passed.
  @discardableResult
  func waitFor(_ text: String) -> String {
    output.fileHandleForReading.read(into: &all, until: text)
    return String(decoding: all, as: UTF8.self)
  }

  /// Sends it a signal.
  func send(_ signal: Int32) { Foundation.kill(process.processIdentifier, signal) }

  /// How it ended, once it has.
  var exitCode: Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Whether a signal has ended it.
  var wasKilled: Bool {
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }

  /// Ends it at once, as a power cut would.
  func kill() {
    guard process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
