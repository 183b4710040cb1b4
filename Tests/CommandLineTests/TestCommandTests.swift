import Foundation
import Testing

@Suite("--test")
struct TestCommandTests {
  private let schedule = """
    schedule "x" {
        when soc unknown: charge at 3A
        during 16:00-19:00 on weekdays: V2G
        otherwise: charge
    }

    """

  @Test("tests that hold exit with 0")
  func passed() throws {
    let folder = try TemporaryFolder()
    let name = try folder.write(
      homeText + schedule + """
        test "good" {
            at 12:00, soc 50%: charge
            at Mon 17:00, soc 50%: V2G
            at 2026-11-28 17:00, soc 50%: charge
            at 12:00, soc unknown: charge at 3A
        }
        """)
    let run = try ProgramRun(["--test", name], in: folder.url)
    #expect(run.exitCode == 0 && run.output == "passed good\ntest.evs: 1 of 1 tests passed, 4 rows\n")
  }

  @Test("a row that fails names its place, what was decided, the first date and why")
  func failed() throws {
    let folder = try TemporaryFolder()
    let name = try folder.write(
      homeText + schedule + "test \"bad\" {\n    at 12:00, soc 50%: charge\n    at 17:00, soc 50%: V2G\n}\n")
    let run = try ProgramRun(["--test", name], in: folder.url)
    #expect(run.exitCode == 1)
    #expect(run.output.contains("FAILED bad"))
    #expect(run.output.contains("test.evs:14: expected V2G, got charge, first on Sat "))
    #expect(
      run.output.contains(
        "test.evs:9: V2G does not apply: Sat 17:00 is not during 16:00-19:00 on weekdays"))

    let json = try ProgramRun(["--test", "--json", name], in: folder.url).json
    #expect(json["schemaVersion"] as? Int == 1 && json["passed"] as? Bool == false)
    let test = try #require((json["tests"] as? [[String: Any]])?.first)
    let rows = try #require(test["rows"] as? [[String: Any]])
    #expect(rows.map { $0["passed"] as? Bool } == [true, false])
    #expect((rows[1]["got"] as? [String: Any])?["action"] as? String == "charge")
    #expect((rows[1]["place"] as? [String: Any])?["line"] as? Int == 14)
    #expect(rows[0]["got"] is NSNull && rows[1]["failsAt"] is String)
  }

  @Test("what the site's SoC range leaves passes with a note")
  func applied() throws {
    let folder = try TemporaryFolder()
    let name = try folder.write(homeText + schedule + "test \"full\" {\n    at 12:00, soc 98%: idle\n}\n")
    let run = try ProgramRun(["--test", name], in: folder.url)
    #expect(run.exitCode == 0 && run.output.contains("test.evs:13: note: the schedule decides charge"))
  }

  @Test("the worst of several files decides")
  func several() throws {
    let folder = try TemporaryFolder()
    try folder.write(homeText + schedule + "test \"a\" {\n    at 12:00, soc 50%: charge\n}\n", as: "a.evs")
    try folder.write(homeText + schedule + "test \"b\" {\n    at 12:00, soc 50%: V2G\n}\n", as: "b.evs")
    try folder.write(homeText, as: "home.evs")
    #expect(try ProgramRun(["--test", "a.evs", "home.evs"], in: folder.url).exitCode == 0)
    let run = try ProgramRun(["--test", "b.evs", "a.evs"], in: folder.url)
    #expect(run.exitCode == 1 && run.output.contains("a.evs: 1 of 1 tests passed"))
    #expect(try ProgramRun(["--test", "b.evs", "none.evs"], in: folder.url).exitCode == 2)
  }

  @Test("tests of a used file are not run")
  func used() throws {
    let folder = try TemporaryFolder()
    try folder.write(homeText + schedule + "test \"bad\" {\n    at 12:00, soc 50%: V2G\n}\n", as: "base.evs")
    let name = try folder.write("use \"base.evs\"\ntest \"mine\" {\n    at 12:00, soc 50%: charge\n}\n")
    let run = try ProgramRun(["--test", name], in: folder.url)
    #expect(run.exitCode == 0 && run.output.contains("1 of 1 tests passed"))
  }

  @Test("the tests of every shipped schedule hold")
  func shipped() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: ProgramRun.package.path + "/schedules")
      .filter { $0.hasSuffix(".evs") }.map { "schedules/" + $0 }.sorted()
    let run = try ProgramRun(["--test"] + names)
    #expect(run.exitCode == 0 && !run.output.contains("FAILED"))
    #expect(run.output.contains("schedules/flux.evs: 6 of 6 tests passed"))
  }
}
