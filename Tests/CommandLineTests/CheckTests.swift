import PeerSupport
import Foundation
import Testing

@Suite("--check")
struct CheckTests {
  @Test("a valid file exits with 0")
  func valid() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(homeText + "schedule \"x\" { otherwise: idle }\n")
    let run = try ProgramRun(["--check", name], in: folder.url)
    #expect(run.exitCode == 0 && run.output == "test.evs: valid\n" && run.errors.isEmpty)
    let json = try ProgramRun(["--check", "--json", name], in: folder.url).json
    #expect(json["schemaVersion"] as? Int == 1)
    #expect(json["valid"] as? Bool == true)
    #expect(json["errorCount"] as? Int == 0 && json["warningCount"] as? Int == 0)
    #expect((json["diagnostics"] as? [Any])?.isEmpty == true)
  }

  @Test("a valid file that has no schedule or no site is said to")
  func incomplete() throws {
    let rule = "schedule \"x\" { otherwise: idle }\n"
    #expect(try ProgramRun(["--check", "-"], input: "").output == "-: valid; there is no schedule in it\n")
    #expect(
      try ProgramRun(["--check", "-"], input: homeText).output == "-: valid; there is no schedule in it\n")
    let homeless = try ProgramRun(["--check", "-"], input: rule)
    #expect(homeless.exitCode == 0)
    #expect(homeless.output == "-: valid; no site is declared: it would run in the simulated home\n")
    #expect(try ProgramRun(["--check", "-"], input: rule + "nonsense").output == "-: 1 error\n")
  }

  @Test("an error names its code and place, as text and as JSON")
  func error() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(homeText + "schedule \"x\" {\n    charg\n}\n")
    let text = try ProgramRun(["--check", name], in: folder.url)
    #expect(text.exitCode == 1 && text.output.hasPrefix("test.evs: 1 error"))
    let run = try ProgramRun(["--check", "--json", name], in: folder.url)
    #expect(run.exitCode == 1)
    let json = try run.json
    #expect(json["valid"] as? Bool == false && (json["errorCount"] as? Int ?? 0) >= 1)
    let diagnostic = try #require((json["diagnostics"] as? [[String: Any]])?.first)
    #expect(diagnostic["severity"] as? String == "error")
    let code = try #require(diagnostic["code"] as? String)
    #expect(text.errors.contains("error[\(code)]") && code.hasPrefix("E"))
    #expect(diagnostic["file"] as? String == "test.evs")
    #expect(diagnostic["line"] as? Int == 8 && diagnostic["column"] as? Int == 5)
    #expect(diagnostic["endLine"] as? Int == 8 && diagnostic["endColumn"] as? Int == 10)
    #expect((diagnostic["message"] as? String)?.isEmpty == false)
    #expect((diagnostic["name"] as? String)?.isEmpty == false)
    for key in ["labels", "notes", "fixes"] { #expect(diagnostic[key] is [Any]) }
  }

  @Test("of several files the worst decides, and all are checked")
  func several() throws {
    let folder = TemporaryFolder()
    try folder.write(homeText + "schedule \"x\" { otherwise: idle }\n", as: "good.evs")
    try folder.write(homeText + "schedule \"x\" { otherwise: idl }\n", as: "bad.evs")
    let faulty = try ProgramRun(["--check", "bad.evs", "good.evs"], in: folder.url)
    #expect(faulty.exitCode == 1 && faulty.output.contains("good.evs: valid"))
    let missing = try ProgramRun(["--check", "none.evs", "bad.evs", "good.evs"], in: folder.url)
    #expect(missing.exitCode == 2 && missing.output.contains("bad.evs: 1 error"))
  }

  @Test("what files share is told once")
  func shared() throws {
    let folder = TemporaryFolder()
    try folder.write(homeText + "let x = y\n", as: "home.evs")
    try folder.write("use \"home.evs\"\nschedule \"a\" { otherwise: idle }\n", as: "a.evs")
    try folder.write("use \"home.evs\"\nschedule \"b\" { otherwise: idle }\n", as: "b.evs")
    let json = try ProgramRun(["--check", "--json", "a.evs", "b.evs"], in: folder.url).json
    #expect(json["errorCount"] as? Int == 1)
  }

  @Test("every shipped schedule is valid")
  func shipped() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: ProgramRun.package.path + "/schedules")
      .filter { $0.hasSuffix(".evs") }.map { "schedules/" + $0 }.sorted()
    #expect(names.count >= 5)
    let run = try ProgramRun(["--check"] + names)
    #expect(run.exitCode == 0)
    #expect(names.allSatisfy { run.output.contains("\($0): valid") })
  }
}
