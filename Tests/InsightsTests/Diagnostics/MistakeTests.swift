import Foundation
import ScheduleLang
import Testing

/// The files in `Tests/Mistakes`: many small schedules, each with the messages that it must give, or none.
@Suite("Mistakes that owners make")
struct MistakeTests {
  /// One schedule with the messages that its comments announce.
  struct Case: Sendable, CustomTestStringConvertible {
    var title: String
    var text: String

    var testDescription: String { title }

    /// What is announced: line, code and, where it is given, what is marked.
    var announced: [(line: Int, code: String, mark: String)] {
      text.components(separatedBy: "\n").enumerated().flatMap { index, line in
        guard let marker = line.range(of: "#!") else { return [(line: Int, code: String, mark: String)]() }
        return line[marker.upperBound...].components(separatedBy: " | ").map { part in
          let words = part.split(separator: " ", maxSplits: 1)
          return (index + 1, String(words.first ?? ""), words.count > 1 ? String(words[1]) : "")
        }
      }
    }
  }

  static let folder = GoldenFile.package.appendingPathComponent("Tests/Mistakes")

  /// Files that the cases use.
  static let homes: [String: String] = [
    "home.evs": site("meter simulated", extra: "grid import limit 60A"),
    "bare.evs": site(""),
    "grid-only.evs": site("meter shelly-em at \"192.168.0.124\" { grid channel 0 }"),
    "everyday.evs": """
    use "home.evs"

    schedule "everyday" {
        reserve 20%
        never V2G, during 22:00-06:00
        when soc unknown: charge at 3A
        during 00:30-05:30: charge to 80% then S2V
        during 17:00-22:00: V2H
        otherwise: S2V
    }
    """,
  ]

  private static func site(_ meter: String, extra: String = "") -> String {
    """
    site "home" {
        timezone "Europe/London"
        battery 52kWh
        charger simulated { current 3A..16A   soc 5%..97% }
        \(meter)
        \(extra)
    }

    """
  }

  static let cases: [Case] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".evs") }.sorted().flatMap { name -> [Case] in
      let text = (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
      return ("\n" + text).components(separatedBy: "\n=== ").dropFirst().map { part in
        let title = part.prefix { $0 != "\n" }
        return Case(title: String(title), text: String(part.dropFirst(title.count + 1)) + "\n")
      }
    }
  }()

  @Test("there are at least fifty, and as many ordinary files as give false alarms a chance")
  func enough() {
    #expect(Self.cases.filter { !$0.announced.isEmpty }.count >= 50)
    #expect(Self.cases.filter(\.announced.isEmpty).count >= 25)
    #expect(Set(Self.cases.map(\.title)).count == Self.cases.count)
  }

  @Test("each gives exactly the messages that it announces", arguments: cases)
  func messages(mistake: Case) throws {
    let checked = try CheckedFile(Array(mistake.text.utf8), path: "mistake.evs", using: Self.homes)
    let source = checked.compilation.sources[0]
    var remaining = checked.diagnostics.map { diagnostic in
      (
        line: diagnostic.range.file == 0 ? source.position(at: diagnostic.range.start).line : 0,
        code: diagnostic.code.rawValue,
        mark: String(
          checked.compilation.sources[diagnostic.range.file].text(diagnostic.range).prefix { $0 != "\n" })
      )
    }
    for expected in mistake.announced {
      let index = remaining.firstIndex {
        $0.line == expected.line && $0.code == expected.code
          && (expected.mark.isEmpty || $0.mark == expected.mark)
      }
      guard let index else {
        Issue.record("line \(expected.line): no \(expected.code) “\(expected.mark)” among \(remaining)")
        continue
      }
      remaining.remove(at: index)
    }
    #expect(remaining.isEmpty, "unannounced: \(checked.rendered())")
  }

  @Test("what is announced stays the same after the certain fixes, or is mended by them", arguments: cases)
  func fixed(mistake: Case) throws {
    var text = FixedText(SourceFile(path: "mistake.evs", bytes: Array(mistake.text.utf8)))
    let before = try CheckedFile(text.source.bytes, path: "mistake.evs", using: Self.homes).diagnostics
    for _ in 0..<10 {
      let checked = try CheckedFile(text.source.bytes, path: "mistake.evs", using: Self.homes)
      guard text.apply(checked.diagnostics.filter { $0.range.file == 0 }) else { break }
    }
    let after = try CheckedFile(text.source.bytes, path: "mistake.evs", using: Self.homes).diagnostics
    // A warning is never answered by a change that was not asked for.
    let warnings = { (found: [Diagnostic]) in
      found.filter { $0.severity == .warning && $0.code != .uncoveredTime }.map(\.code)
    }
    if !before.contains(where: { $0.severity == .error }) { #expect(warnings(after) == warnings(before)) }
  }
}
