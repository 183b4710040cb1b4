import Foundation
import Testing

/// A file that a test compares with what it makes, or, with `EVSE_UPDATE_GOLDEN=1`, writes.
enum GoldenFile {
  /// The folder of the package.
  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Expects the file at `path` in the package to hold `text`.
  static func expect(_ text: String, at path: String) throws {
    let url = package.appendingPathComponent(path)
    if ProcessInfo.processInfo.environment["EVSE_UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      return
    }
    let kept = try? String(contentsOf: url, encoding: .utf8)
    #expect(
      kept == text, "\(path) is not current: run the tests with EVSE_UPDATE_GOLDEN=1 and read the change")
  }
}
