import PeerSupport
import Foundation
import Testing

@Suite("--check --fix and --explain-code")
struct FixTests {
  @Test("first fixes are applied until nothing changes, and the file is checked afterwards")
  func fixes() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText + """
        schedule “x” {
            if soc <= 30 % then charge
            durring Flux chaep, on Mon-Fr: charge at 16 A
            else: idel
        }

        """)
    let run = try ProgramRun(["--check", "--fix", name], in: folder.url)
    #expect(run.exitCode == 0)
    let text = try String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8)
    #expect(
      text == homeText + """
        schedule "x" {
            when soc <= 30%: charge
            during Flux cheap, on Mon-Fri: charge at 16A
            otherwise: idle
        }

        """)
    // What was changed is told first, with its place in the file as it was.
    let line = homeText.split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(
      run.output.hasPrefix(
        """
        \(name):\(line):10: fixed E0108: `“x”` → `"x"`
        \(name):\(line + 1):5: fixed E0205: `if` → `when`
        """))
    #expect(run.output.contains("\(name):\(line + 3):11: fixed E0301: `idel` → `idle`\n"))
    #expect(run.output.hasSuffix("\(name): valid, 1 warning\n") || run.output.contains(": valid"))
  }

  @Test("the report as JSON says what was changed, and which of the other fixes are certain")
  func json() throws {
    struct Report: Decodable {
      struct Change: Decodable, Equatable {
        var file: String
        var line: Int
        var column: Int
        var code: String
        var before: String
        var after: String
      }
      struct Fix: Decodable { var certain: Bool }
      struct Found: Decodable { var fixes: [Fix] }
      var changes: [Change]
      var diagnostics: [Found]
    }
    let folder = TemporaryFolder()
    let name = try folder.write("schedule \"x\" {\nif soc <= 30%: charge at 16\n}\n")
    let run = try ProgramRun(["--check", "--fix", "--json", name], in: folder.url)
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect(
      report.changes == [
        .init(file: name, line: 2, column: 1, code: "E0205", before: "if", after: "when")
      ])
    #expect(report.diagnostics.contains { $0.fixes.map(\.certain) == [false, false] })
  }

  @Test(
    "what can mean several things is left alone, with its choices",
    arguments: [
      ("during cheapest 4 of 23:00-07:00: charge", "`2h` (4 half hours) or `4h`"),
      ("when import price < 0.15: charge", "`15p` (0.15 pounds)"),
      ("when home > 500: charge", "`500W` or `500kW`"),
      ("otherwise: V2X", "V2H"), ("otherwise: export", "`V2G` or `V2H`"),
      ("V2G", "an action alone must say until when it applies"),
      ("when price < 5p: charge", "`import price`"),
      ("during 5-7: V2H", "`05:00`"), ("when soc == 50%: charge", "`soc in 30%..50%`"),
      ("during 12:00-13:00, 14:00-15:00 on Mon: V2G", "the last window only"),
      ("unless soc < 30% or home > 1kW: V2H", "`when not`"),
    ])
  func doubtful(statement: String, answer: String) throws {
    let folder = TemporaryFolder()
    let text = "\(homeText)site { tariff Flux }\nschedule \"x\" {\n    \(statement)\n}\n"
    let name = try folder.write(text)
    let run = try ProgramRun(["--check", "--fix", name], in: folder.url)
    #expect(try String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8) == text)
    #expect(!run.output.contains("fixed") && run.errors.contains(answer), "\(run.errors)")
  }

  @Test("a secret that a fix touches is not told")
  func secret() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      """
      site "x" {
          timezone "UTC"
          meter shelly-em at "10.0.0.1" { grid channel 0   user env "U"   password “hunter2” }
      }
      """)
    let run = try ProgramRun(["--check", "--fix", name], in: folder.url)
    #expect(run.output.contains("fixed E0108: `***` → `***`"))
    #expect(!run.output.contains("hunter2") && !run.errors.contains("hunter2"))
  }

  @Test("a file without fixes keeps its bytes")
  func untouched() throws {
    let folder = TemporaryFolder()
    let name = try folder.write("schedule \"x\" { otherwise: nonsense }\r\n")
    let run = try ProgramRun(["--check", "--fix", name], in: folder.url)
    #expect(run.exitCode == 1)
    let bytes = try Data(contentsOf: folder.url.appendingPathComponent(name))
    #expect(bytes == Data("schedule \"x\" { otherwise: nonsense }\r\n".utf8))
  }

  @Test(
    "standard input and other modes are refused",
    arguments: [["--check", "--fix", "-"], ["--test", "--fix", "a.evs"]])
  func refused(arguments: [String]) throws { #expect(try ProgramRun(arguments, input: "").exitCode == 2) }

  @Test("a page is found by code and by name", arguments: ["E0203", "e0203", "unclosed-block"])
  func page(spelling: String) throws {
    let run = try ProgramRun(["--explain-code", spelling])
    #expect(run.exitCode == 0)
    #expect(run.output.hasPrefix("# E0203 unclosed-block\n"))
    #expect(run.output.contains("Not like this:") && run.output.contains("But like this:"))
  }

  @Test("a code that does not exist is wrong usage, with the nearest")
  func noPage() throws {
    let run = try ProgramRun(["--explain-code", "unclosed-blok"])
    #expect(run.exitCode == 2 && run.errors.contains("did you mean unclosed-block?"))
    #expect(try ProgramRun(["--explain-code", "E0203", "file.evs"]).exitCode == 2)
  }
}
