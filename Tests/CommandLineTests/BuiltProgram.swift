import Foundation

/// The executable that was built along with the tests.
struct BuiltProgram {
  /// How a run of it ended.
  struct Outcome {
    var status: Int32
    var output: String
    var complaints: String
  }

  /// Where it is: beside the bundle of the tests.
  static var url: URL {
    Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }?.deletingLastPathComponent()
      .appending(path: "evse-run")
      ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "evse-run")
  }

  /// Runs it to its end, with `input` as its standard input.
  static func run(_ arguments: [String], input: Data = Data()) throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files rather than pipes: nothing has to be read while it runs.
    func file(_ name: String, _ content: Data = Data()) throws -> FileHandle {
      try content.write(to: folder.appending(path: name))
      return try FileHandle(forUpdating: folder.appending(path: name))
    }
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.standardInput = try file("input", input)
    process.standardOutput = try file("output")
    process.standardError = try file("complaints")
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }
    return Outcome(
      status: process.terminationStatus, output: try text("output"), complaints: try text("complaints"))
  }
}
