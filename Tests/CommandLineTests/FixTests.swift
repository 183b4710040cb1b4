import Foundation
import Testing

@Suite("--check --fix and --explain-code")
struct FixTests {
  @Test("first fixes are applied until nothing changes, and the file is checked afterwards")
  func fixes() throws {
    let folder = try TemporaryFolder()
    let name = try folder.write(
      homeText + """
        schedule “x” {
            if soc <= 30 % then charge
            durring Flux chaep, on Mon-Fr: charge at 16
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
  }

  @Test("a file without fixes keeps its bytes")
  func untouched() throws {
    let folder = try TemporaryFolder()
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
