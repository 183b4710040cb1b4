import Foundation
import ScheduleLang
import Testing

@Suite("docs/editors")
struct EditorFilesTests {
  private static let folder = ProgramRun.package.appendingPathComponent("docs/editors")

  private struct Grammar: Decodable {
    struct Pattern: Decodable {
      var name: String?
      var match: String?
      var begin: String?
      var end: String?
    }

    var scopeName: String
    var patterns: [Pattern]
  }

  private func grammar() throws -> Grammar {
    let file = Self.folder.appendingPathComponent("evs.tmLanguage.json")
    return try JSONDecoder().decode(Grammar.self, from: try Data(contentsOf: file))
  }

  /// The name of the first pattern that matches at the start of `text`, and how much of it.
  private func scope(of text: String) throws -> (name: String?, length: Int)? {
    for pattern in try grammar().patterns {
      guard let expression = pattern.match ?? pattern.begin else { continue }
      let range = NSRange(text.startIndex..., in: text)
      let found = try NSRegularExpression(pattern: expression).firstMatch(
        in: text, options: .anchored, range: range)
      if let found { return (pattern.name, found.range.length) }
    }
    return nil
  }

  @Test("the grammar's expressions are well formed")
  func expressions() throws {
    for pattern in try grammar().patterns {
      for expression in [pattern.match, pattern.begin, pattern.end].compactMap(\.self) {
        #expect(throws: Never.self) { try NSRegularExpression(pattern: expression) }
      }
    }
  }

  @Test("the grammar colours every word of the language as a whole", arguments: Keyword.allCases)
  func keywords(keyword: Keyword) throws {
    for spelling in [keyword.spelling, keyword.rawValue] {
      let scope = try scope(of: spelling)
      #expect(scope?.length == spelling.utf16.count, "\(spelling)")
    }
  }

  @Test("the grammar tells comments, texts, times and quantities apart")
  func literals() throws {
    let expected = [
      "# x \"": "comment.line.number-sign.evs", "\"x\"": "string.quoted.double.evs",
      "2026-12-25": "constant.other.date.evs", "17:00": "constant.other.time.evs",
      "otherwise": "keyword.control.evs", "V2G": "support.function.action.evs",
      "soc": "variable.language.reading.evs", "weekdays": "constant.language.day.evs",
      "timezone": "support.type.property-name.evs",
    ]
    for (text, name) in expected { #expect(try scope(of: text)?.name == name, "\(text)") }
    for text in ["80%", "3.6kW", "52kWh", "16A", "10min", "24.85p", "12345"] {
      #expect(try scope(of: text)?.length == text.count, "\(text)")
    }
  }

  @Test("the extension's files are JSON, and start the language server")
  func extensionFiles() throws {
    for name in ["package.json", "language-configuration.json"] {
      let data = try Data(contentsOf: Self.folder.appendingPathComponent("vscode/\(name)"))
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: data) }
    }
    let script = Self.folder.appendingPathComponent("vscode/extension.js")
    #expect(try String(contentsOf: script, encoding: .utf8).contains("--language-server"))
  }
}
