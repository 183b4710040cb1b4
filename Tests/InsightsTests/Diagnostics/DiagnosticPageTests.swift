import Foundation
import ScheduleLang
import Testing

@Suite("Pages about codes")
struct DiagnosticPageTests {
  @Test("every code has one", arguments: DiagnosticCode.allCases)
  func complete(code: DiagnosticCode) { #expect(code.page != nil) }

  @Test(
    "the example gives the diagnostic, the mended one does not, nor an error",
    arguments: DiagnosticCode.allCases)
  func examples(code: DiagnosticCode) throws {
    let page = try #require(code.page)
    let failing = try CheckedFile(page.example, of: page).diagnostics
    #expect(failing.contains { $0.code == code }, "\(failing.map(\.message))")
    // One mistake at a time, or the reader looks at the wrong one.
    #expect(failing.allSatisfy { $0.code == code || $0.severity == .warning || code.severity == .error })
    let mended = try CheckedFile(page.mended, of: page).diagnostics
    #expect(!mended.contains { $0.code == code || $0.severity == .error }, "\(mended.map(\.message))")
  }

  @Test("every fix that an example offers removes its diagnostic", arguments: DiagnosticCode.allCases)
  func fixes(code: DiagnosticCode) throws {
    let page = try #require(code.page)
    let checked = try CheckedFile(page.example, of: page)
    for diagnostic in checked.diagnostics where diagnostic.range.file == 0 {
      for fix in diagnostic.fixes {
        let bytes = Fixing.apply(fix.edits, to: checked.compilation.sources[0].bytes)
        let after = try CheckedFile(bytes, path: "example.evs", using: page.uses)
        let count = { (file: CheckedFile) in
          file.diagnostics.filter { $0.code == diagnostic.code && $0.message == diagnostic.message }.count
        }
        #expect(count(after) < count(checked), "\(diagnostic.message): \(fix.title)")
      }
    }
  }

  @Test(
    "docs/diagnostics shows the page of every code, with what the check says",
    arguments: DiagnosticCode.allCases)
  func documented(code: DiagnosticCode) throws {
    let page = try #require(code.page)
    let shown = try CheckedFile(page.example, of: page).rendered(code)
    try GoldenFile.expect(page.text(about: code, shown: shown), at: "docs/diagnostics/\(code.rawValue).md")
  }

  @Test("docs/diagnostics lists every code and nothing else")
  func index() throws {
    var text = """
      # Diagnostics

      Every message of `evse-run --check` has a code that never changes. `evse-run --explain-code E0203` prints the
      page about one. These pages are made from the same table by
      `EVSE_UPDATE_GOLDEN=1 swift test --filter DiagnosticPageTests`.

      Codes that start with E are errors, those with W warnings; the first two digits say what is wrong: 01 characters
      and words, 02 how words follow one another, 03 what they mean, 04 which rules decide, 05 time, 06 energy.

      Many messages offer changes of the text. An editor shows them all; `--check --fix` applies only those that can mean
      nothing else, never guesses a unit, and prints each change with its place.


      """
    for code in DiagnosticCode.allCases.sorted(by: { $0.order < $1.order }) {
      text += "- [\(code.rawValue) \(code.name)](\(code.rawValue).md)\n"
    }
    try GoldenFile.expect(text, at: "docs/diagnostics/README.md")
    let folder = GoldenFile.package.appendingPathComponent("docs/diagnostics")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(files) == Set(DiagnosticCode.allCases.map { $0.rawValue + ".md" } + ["README.md"]))
  }

  @Test("a code is found by its number and by its name, in any case")
  func spelling() {
    for code in DiagnosticCode.allCases {
      #expect(DiagnosticCode(spelling: code.rawValue.lowercased()) == code)
      #expect(DiagnosticCode(spelling: code.name.uppercased()) == code)
    }
    #expect(DiagnosticCode(spelling: "E9999") == nil)
  }
}

extension DiagnosticCode {
  /// By number first, errors before warnings.
  fileprivate var order: String { String(rawValue.dropFirst()) + rawValue }
}
