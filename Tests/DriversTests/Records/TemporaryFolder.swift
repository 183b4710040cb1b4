import Foundation

/// A folder that goes away with this object.
final class TemporaryFolder {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("evse-\(UUID().uuidString)").path

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The names in it, or in a folder inside it, in order.
  func names(in folder: String = "") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []).sorted()
  }

  func contents(of name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }
}
