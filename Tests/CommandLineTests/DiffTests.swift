import PeerSupport
import Foundation
import Testing

@Suite("--diff")
struct DiffTests {
  private static let old = homeText + "schedule \"old\" { during 02:00-05:00: charge\n otherwise: S2V }\n"
  private static let new = homeText + "schedule \"new\" { during 02:00-06:00: charge\n otherwise: S2V }\n"

  @Test("says when and how two files differ, as text and as JSON")
  func differing() throws {
    let folder = TemporaryFolder()
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

  @Test("a setting on which plans turn may change what is decided")
  func plannedSettings() throws {
    let folder = TemporaryFolder()
    let rules = "schedule \"s\" { charge to 80% by 07:00\n otherwise: S2V }\n"
    try folder.write(homeText + rules, as: "old.evs")
    try folder.write(homeText + "site { grid import limit 24A }\n" + rules, as: "new.evs")
    let text = try ProgramRun(["--diff", "old.evs", "new.evs"], in: folder.url).output
    #expect(text.contains("The settings of the site differ, and with them what is decided may differ too."))
  }

  @Test("equal files are said to be equal; two files are needed")
  func equal() throws {
    let folder = TemporaryFolder()
    try folder.write(Self.old, as: "old.evs")
    let run = try ProgramRun(["--diff", "old.evs", "old.evs"], in: folder.url)
    #expect(run.exitCode == 0 && run.output.contains("the same throughout"))
    #expect(try ProgramRun(["--diff", "old.evs"], in: folder.url).exitCode == 2)
  }

  @Test(
    "nothing that decides differently is called equal",
    arguments: [
      ("charge to 80% by 07:00\n otherwise: S2V", "otherwise: S2V"),
      ("when home > 500W: V2H\n otherwise: S2V", "when home > 5kW: V2G\n otherwise: S2V"),
      ("on 2026-12-05: charge\n otherwise: S2V", "otherwise: S2V"),
      ("never V2G\n otherwise: S2V", "otherwise: S2V"),
    ])
  func notEqual(old: String, new: String) throws {
    let folder = TemporaryFolder()
    try folder.write(homeText + "schedule \"old\" { \(old) }\n", as: "old.evs")
    try folder.write(homeText + "schedule \"new\" { \(new) }\n", as: "new.evs")
    let arguments = ["old.evs", "new.evs", "--on", "2026-11-25"]
    let text = try ProgramRun(["--diff"] + arguments, in: folder.url).output
    #expect(text.contains("They differ.") && text.contains("for example") && text.contains("Compared: "))
    let json = try ProgramRun(["--diff", "--json"] + arguments, in: folder.url).json
    #expect(json["equal"] as? Bool == false)
    let comparison = try #require(json["comparison"] as? [String: Any])
    #expect(comparison["verdict"] as? String == "differs" && comparison["from"] as? String == "2026-11-25")
    let found = try #require(comparison["found"] as? [[String: Any]])
    let example = try #require(found.first?["example"] as? [String: Any])
    #expect((example["at"] as? String)?.hasPrefix("202") == true && example["facts"] is String)
    #expect(example["old"] is [String: Any] && example["new"] is [String: Any])
  }

  @Test(
    "a setting of the site that limits what is decided is a difference, one that decides nothing is only told"
  )
  func settings() throws {
    let folder = TemporaryFolder()
    try folder.write(Self.old, as: "old.evs")
    try folder.write(Self.old + "site { grid import limit 4kW }\n", as: "limit.evs")
    try folder.write(Self.old + "site { log to \"log\" }\n", as: "log.evs")
    let limit = try ProgramRun(["--diff", "old.evs", "limit.evs"], in: folder.url).output
    #expect(limit.contains("the settings of the site differ"))
    #expect(limit.contains("the site's grid import limit: none -> 4000W"))
    let log = try ProgramRun(["--diff", "old.evs", "log.evs"], in: folder.url).output
    #expect(log.contains("the same throughout") && log.contains("which decides nothing"))
  }
}
