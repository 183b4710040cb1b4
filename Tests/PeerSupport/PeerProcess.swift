import Foundation

/// Why the peer does not do what it was asked.
public struct PeerProcessError: Error { public let message: String }

/// A scripted peer in a process of its own, which ends with this object.
public final class PeerProcess {
  /// The port of the loopback interface on which the peer listens.
  public let port: UInt16
  private let process = Process()
  private let orders = Pipe()
  private let answers = Pipe()
  private var pending = Data()

  /// Starts `Tests/Peers/SCRIPT`, which prints its port first.
  public init(_ script: String, _ arguments: [String] = []) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Peers").standardized
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [PeerPython.command, folder.appendingPathComponent(script).path] + arguments
    process.standardInput = orders
    process.standardOutput = answers
    try process.run()
    try? answers.fileHandleForWriting.close()
    try? orders.fileHandleForReading.close()
    guard let line = PeerProcess.line(from: answers, pending: &pending), let port = UInt16(line) else {
      throw PeerProcessError(message: "\(script) did not start")
    }
    self.port = port
  }

  // The end of its input ends the peer: signals are blocked in what a thread of the test pool starts.
  deinit { try? orders.fileHandleForWriting.close() }

  /// Gives an order and answers what the peer says to it.
  @discardableResult
  public func order(_ text: String) throws -> String {
    try orders.fileHandleForWriting.write(contentsOf: Data((text + "\n").utf8))
    guard let line = PeerProcess.line(from: answers, pending: &pending) else {
      throw PeerProcessError(message: "the peer ended")
    }
    return line
  }

  private static func line(from pipe: Pipe, pending: inout Data) -> String? {
    while true {
      if let end = pending.firstIndex(of: 0x0A) {
        defer { pending = Data(pending[(end + 1)...]) }
        return String(decoding: pending[..<end], as: UTF8.self)
      }
      let more = pipe.fileHandleForReading.nextOutput()
      if more.isEmpty { return nil }
      pending += more
    }
  }
}
