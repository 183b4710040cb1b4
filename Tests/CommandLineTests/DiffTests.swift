import Foundation
import Testing

@Suite("--diff")
struct DiffTests {
  private static let old = homeText + "schedule \"old\" { during 02:00-05:00: charge\n otherwise: S2V }\n"
  private static let new = homeText + "schedule \"new\" { during 02:00-06:00: charge\n otherwise: S2V }\n"

  @Test("says when and how two files differ, as text and as JSON")
  func differing() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.old, as: "old.evs")
    try folder.write(Self.new, as: "new.evs")
    let text = try ProgramRun(["--diff", "old.evs", "new.evs", "--on", "2026-11-25"], in: folder.url)
    #expect(text.exitCode == 0 && text.output.contains("week of 2026-11-23"))
    #expect(text.output.contains("Mon-Sun  05:00-06:00  0%-100%"))
    let json = try ProgramRun(["--diff", "--json", "old.evs", "new.evs"], in: folder.url).json
    #expect(json["equal"] as? Bool == false)
    let cells = try #require(json["differences"] as? [[String: Any]])
    #expect(cells.count == 2)
    #expect(cells[0]["from"] as? String == "05:00" && cells[0]["to"] as? String == "06:00")
    #expect(cells[0]["socFrom"] as? Int == 0 && cells[1]["socFrom"] is NSNull)
  }

  @Test("equal files are said to be equal; two files are needed")
  func equal() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.old, as: "old.evs")
    let run = try ProgramRun(["--diff", "old.evs", "old.evs"], in: folder.url)
    #expect(run.exitCode == 0 && run.output.contains("the same throughout"))
    #expect(try ProgramRun(["--diff", "old.evs"], in: folder.url).exitCode == 2)
  }
}
