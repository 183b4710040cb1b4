import PeerSupport
import Foundation
import FoundationXML
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
    let folder = TemporaryFolder()
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
    let folder = TemporaryFolder()
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

  @Test("a scenario that fails shows the evaluations around it")
  func scenario() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText + schedule + """
        test "peak" {
            from Mon 15:00, soc 60%, every 1min -0.5% for 1h:
                at 15:30: charge
                at 16:00: charge
        }
        """)
    let run = try ProgramRun(["--test", name], in: folder.url)
    #expect(run.exitCode == 1 && run.output.contains("0 of 1 tests passed, 2 rows"))
    let lines = run.output.split(separator: "\n").map(String.init)
    let failing = try #require(lines.first { $0.hasPrefix("  > Mon ") })
    #expect(failing.hasSuffix("16:00  soc 30%   V2G       test.evs:9"))
    #expect(lines.contains { $0.hasSuffix("15:59  soc 30%   charge    test.evs:10") })
    #expect(
      lines.contains { $0.hasSuffix("test.evs:9: V2G applies: Mon 16:00 is during 16:00-19:00 on weekdays") })

    let json = try ProgramRun(["--test", "--json", name], in: folder.url).json
    let test = try #require((json["tests"] as? [[String: Any]])?.first)
    let rows = try #require(test["rows"] as? [[String: Any]])
    let course = try #require(rows[1]["course"] as? [[String: Any]])
    #expect(course.map { $0["soc"] as? Int } == [31, 31, 30, 30, 30, 30])
    #expect(rows[0]["startedAt"] is NSNull && rows[1]["startedAt"] is String)
    #expect((rows[1]["considered"] as? [[String: Any]])?.last?["applies"] as? Bool == true)
    #expect(json["coverage"] is NSNull)
  }

  @Test("--coverage names the rules that no test reaches, and fails below its threshold")
  func coverage() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText + schedule + "test \"a\" {\n    at 12:00, soc 50%: charge\n    at 12:00: charge at 3A\n}\n")
    let enough = try ProgramRun(["--test", "--coverage", "66%", name], in: folder.url)
    #expect(enough.exitCode == 0 && enough.output.contains("test.evs: tests reach 2 of 3 rules (66%)\n"))
    #expect(
      enough.output.contains("test.evs:9: no test reaches `during 16:00-19:00 on weekdays: V2G`"))
    let few = try ProgramRun(["--test", "--coverage=67", name], in: folder.url)
    #expect(few.exitCode == 1 && few.output.contains("(66%), fewer than 67%"))

    let json = try ProgramRun(["--test", "--coverage=67", "--json", name], in: folder.url).json
    let coverage = try #require((json["coverage"] as? [[String: Any]])?.first)
    #expect(coverage["rules"] as? Int == 3 && coverage["reached"] as? Int == 2)
    #expect((coverage["unreached"] as? [[String: Any]])?.map { $0["line"] as? Int } == [9])
    #expect(json["passed"] as? Bool == false)
    #expect(try ProgramRun(["--test", "--coverage", "101%", name], in: folder.url).exitCode == 2)
    #expect(try ProgramRun(["--check", "--coverage", "5%", name], in: folder.url).exitCode == 2)
  }

  @Test("rules of used files count only where the file has none itself")
  func coverageOfUsedFiles() throws {
    let folder = TemporaryFolder()
    try folder.write(homeText + schedule, as: "base.evs")
    try folder.write(
      "use \"base.evs\"\nschedule \"y\" over \"x\" { on Mon: idle }\ntest \"t\" {\n    at Mon 12:00, soc 5%: idle\n}\n",
      as: "over.evs")
    try folder.write("use \"base.evs\"\ntest \"t\" {\n    at 12:00, soc 5%: charge\n}\n", as: "tests.evs")
    let run = try ProgramRun(["--test", "--coverage", "0%", "over.evs", "tests.evs"], in: folder.url)
    #expect(run.output.contains("over.evs: tests reach 1 of 1 rules (100%)"))
    #expect(run.output.contains("tests.evs: tests reach 1 of 3 rules (33%)"))
  }

  /// What an XML reader finds: each element with its attributes, and the text in it.
  private final class Elements: NSObject, XMLParserDelegate {
    var found: [(name: String, attributes: [String: String], text: String)] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) { found.append((name, attributes, "")) }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      if !found.isEmpty { found[found.count - 1].text += text }
    }
  }

  @Test("--junit writes what a CI reads, whatever the tests are called")
  func junit() throws {
    let folder = TemporaryFolder()
    let hostile = "<&>' ]]> é \u{202E}"
    try folder.write(
      homeText + schedule + """
        test "\(hostile)" {
            at 12:00, soc 50%: V2G
            at 17:00, soc 50%: V2G
        }
        test "good" {
            at 12:00, soc 50%: charge
        }
        """, as: "a<&\"'.evs")
    try folder.write("schedule", as: "broken.evs")
    let run = try ProgramRun(["--test", "--junit", "out.xml", "a<&\"'.evs", "broken.evs"], in: folder.url)
    #expect(run.exitCode == 1 && run.output.contains("1 of 2 tests passed"))
    let parser = XMLParser(data: try Data(contentsOf: folder.url.appendingPathComponent("out.xml")))
    let elements = Elements()
    parser.delegate = elements
    #expect(parser.parse())
    let found = elements.found
    #expect(
      found.map(\.name) == [
        "testsuites", "testsuite", "testcase", "failure", "testcase", "testsuite", "testcase", "error",
      ])
    #expect(found[0].attributes == ["tests": "3", "failures": "1", "errors": "1"])
    #expect(found[1].attributes["name"] == "a<&\"'.evs" && found[1].attributes["tests"] == "2")
    #expect(found[2].attributes["name"] == "<&>' ]]> é \\u{202E}")
    #expect(found[3].attributes["message"]?.hasPrefix("expected V2G, got charge, first on ") == true)
    #expect(found[3].text.components(separatedBy: "expected V2G").count == 3)
    #expect(found[4].attributes["name"] == "good")
    let nowhere = try ProgramRun(["--test", "--junit", "no/out.xml", "a<&\"'.evs"], in: folder.url)
    #expect(nowhere.exitCode == 3 && nowhere.errors.contains("no/out.xml: it cannot be written"))
  }

  @Test("what the site's SoC range leaves passes with a note")
  func applied() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(homeText + schedule + "test \"full\" {\n    at 12:00, soc 98%: idle\n}\n")
    let run = try ProgramRun(["--test", name], in: folder.url)
    #expect(run.exitCode == 0 && run.output.contains("test.evs:13: note: the schedule decides charge"))
  }

  @Test("the worst of several files decides")
  func several() throws {
    let folder = TemporaryFolder()
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
    let folder = TemporaryFolder()
    try folder.write(homeText + schedule + "test \"bad\" {\n    at 12:00, soc 50%: V2G\n}\n", as: "base.evs")
    let name = try folder.write("use \"base.evs\"\ntest \"mine\" {\n    at 12:00, soc 50%: charge\n}\n")
    let run = try ProgramRun(["--test", name], in: folder.url)
    #expect(run.exitCode == 0 && run.output.contains("1 of 1 tests passed"))
  }

  @Test("the tests of every shipped schedule hold")
  func shipped() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: ProgramRun.package.path + "/schedules")
      .filter { $0.hasSuffix(".evs") }.map { "schedules/" + $0 }.sorted()
    let run = try ProgramRun(["--test", "--coverage", "75%"] + names)
    #expect(run.exitCode == 0 && !run.output.contains("FAILED"))
    #expect(!run.output.contains("no test reaches"))
    #expect(run.output.contains("schedules/flux.evs: 7 of 7 tests passed"))
  }
}
