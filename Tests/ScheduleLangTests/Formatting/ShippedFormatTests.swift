import Foundation
import Testing

@testable import ScheduleLang

@Suite("Style of the shipped files")
struct ShippedFormatTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let files: [URL] = ["schedules", "Sources/ScheduleLang/BuiltIn"].flatMap { folder in
    let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path())
    return (names?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".evs") }
      .map { root.appending(path: "\(folder)/\($0)") }
  }

  @Test("are formatted", arguments: files)
  func formatted(file: URL) throws {
    let bytes = Array(try Data(contentsOf: file))
    let text = try Formatter.format(SourceFile(path: file.lastPathComponent, bytes: bytes))
    #expect(text == String(decoding: bytes, as: UTF8.self))
  }

  @Test("there are some")
  func some() { #expect(Self.files.count > 5) }
}
