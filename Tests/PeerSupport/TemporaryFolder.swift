import Foundation

/// A folder for one test, removed with it.
package final class TemporaryFolder {
  /// Where it is.
  package let url: URL
  /// The same as a path.
  package var path: String { url.path }

  /// Makes the folder.
  package init() {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("evse-run-" + UUID().uuidString)
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The names in it, or in a folder inside it, in order.
  package func names(in folder: String = "") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []).sorted()
  }

  /// The text of one of its files.
  package func contents(of name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  /// Writes a file into the folder and gives its name.
  @discardableResult
  package func write(_ text: String, as name: String = "test.evs") throws -> String {
    try Data(text.utf8).write(to: url.appendingPathComponent(name))
    return name
  }
}
