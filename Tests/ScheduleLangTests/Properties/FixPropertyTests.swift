import ScheduleLang
import Testing

@Suite("Properties of diagnostics")
struct FixPropertyTests {
  @Test("every offered fix removes its diagnostic", arguments: 1...8)
  func fixes(seed: UInt64) {
    var texts = MutatedTexts(seed: seed)
    var count = 0
    for _ in 0..<60 {
      let text = texts.next()
      let before = compile(text)
      for diagnostic in before.diagnostics {
        for fix in diagnostic.fixes {
          count += 1
          let fixed = String(decoding: Fixing.apply(fix.edits, to: Array(text.utf8)), as: UTF8.self)
          let after = compile(fixed)
          #expect(
            !after.diagnostics.contains { diagnostic.survives(fix, as: $0) },
            "\(diagnostic.code) “\(diagnostic.message)”, \(fix.title)\n\(text)\n---\n\(fixed)")
        }
      }
    }
    #expect(count > 20)
  }

  @Test("no two diagnostics start at the same place with the same code", arguments: 11...14)
  func cascades(seed: UInt64) {
    var texts = MutatedTexts(seed: seed)
    for _ in 0..<60 {
      let text = texts.next()
      var seen: Set<String> = []
      for diagnostic in compile(text).diagnostics {
        #expect(
          seen.insert("\(diagnostic.code) \(diagnostic.range.file) \(diagnostic.range.start)").inserted,
          "\(diagnostic.message)\n\(text)")
      }
    }
  }

  @Test("applying first fixes comes to an end, and leaves no more errors in most texts")
  func rounds() {
    var texts = MutatedTexts(seed: 21)
    var (better, worse) = (0, 0)
    for _ in 0..<100 {
      var source = SourceFile(path: "test.evs", bytes: Array(texts.next().utf8))
      let before = compile(String(decoding: source.bytes, as: UTF8.self)).diagnostics
      guard before.contains(where: { !$0.fixes.isEmpty }) else { continue }
      var diagnostics = before
      for _ in 0..<10 {
        guard let next = Fixing.applyCertainFixes(of: diagnostics, to: source) else { break }
        source = next
        diagnostics = compile(String(decoding: source.bytes, as: UTF8.self)).diagnostics
      }
      if diagnostics.count <= before.count { better += 1 } else { worse += 1 }
    }
    #expect(better > 5 * worse, "\(better) better, \(worse) worse")
  }
}
