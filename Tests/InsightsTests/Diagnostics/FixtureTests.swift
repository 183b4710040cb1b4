import Foundation
import ScheduleLang
import Testing

/// The files in `Tests/Fixtures`: each says in comments which diagnostics it gives, and has a golden file beside it that
/// shows them as a terminal does.
///
/// `#! E0305 80` at the end of a line expects that code on the line with `80` marked; what follows the code may be left
/// out, and ` | ` parts several. `#^ …` on a line of its own speaks of the line above.
@Suite("Fixtures")
struct FixtureTests {
  static let folder = GoldenFile.package.appendingPathComponent("Tests/Fixtures")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".evs") }.map { String($0.dropLast(4)) }.sorted()
  }()

  @Test("there are some")
  func some() { #expect(Self.names.count >= 8) }

  @Test(
    "each gives exactly the diagnostics that its comments announce, shown as its golden file",
    arguments: names)
  func fixture(name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(name + ".evs")))
    let source = SourceFile(path: name + ".evs", bytes: bytes)
    let checked = try CheckedFile(bytes, path: source.path)
    let found = checked.diagnostics.map { diagnostic in
      let mark = source.text(diagnostic.range).prefix { $0 != "\n" }
      return (
        line: source.position(at: diagnostic.range.start).line, code: diagnostic.code.rawValue,
        mark: String(mark)
      )
    }
    var remaining = found
    for expected in Self.expectations(in: source) {
      let index = remaining.firstIndex {
        $0.line == expected.line && $0.code == expected.code
          && (expected.mark.isEmpty || $0.mark == expected.mark)
      }
      guard let index else {
        Issue.record("line \(expected.line): no \(expected.code) “\(expected.mark)” among \(found)")
        continue
      }
      remaining.remove(at: index)
    }
    #expect(remaining.isEmpty, "unannounced")
    try GoldenFile.expect(checked.rendered(), at: "Tests/Fixtures/\(name).txt")
  }

  private static func expectations(in source: SourceFile) -> [(line: Int, code: String, mark: String)] {
    (1...source.lineCount).flatMap { number -> [(line: Int, code: String, mark: String)] in
      let text = source.line(number)
      guard let marker = text.range(of: "#!") ?? text.range(of: "#^") else { return [] }
      let line = text[marker] == "#^" ? number - 1 : number
      return text[marker.upperBound...].components(separatedBy: " | ").map { part in
        let words = part.split(separator: " ", maxSplits: 1)
        return (line, String(words.first ?? ""), words.count > 1 ? String(words[1]) : "")
      }
    }
  }
}
