import Foundation
import Testing

@testable import ScheduleLang

@Suite("docs/style.md")
struct StylePageTests {
  private func examples() throws -> [String] {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/style.md")
    return try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```evs\n").dropFirst()
      .map { String($0.prefix(upTo: $0.range(of: "```")?.lowerBound ?? $0.endIndex)) }
  }

  private func formatted(_ text: String) throws -> String {
    try Formatter.format(SourceFile(path: "style.evs", bytes: Array(text.utf8)))
  }

  @Test("its examples are formatted, but for the one that is shown before and after")
  func examplesAreFormatted() throws {
    let examples = try examples()
    try #require(examples.count == 4)
    #expect(try formatted(examples[0]) == examples[0])
    #expect(try formatted(examples[1]) == examples[1])
    #expect(examples[2] != examples[3])
    #expect(try formatted(examples[2]) == examples[3])
    #expect(try formatted(examples[3]) == examples[3])
  }
}
