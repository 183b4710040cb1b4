import PeerSupport
import Foundation
import Testing

@Suite("Usage")
struct UsageTests {
  @Test("without a file the usage is told and the exit code is 2")
  func noFile() throws {
    let run = try ProgramRun([])
    #expect(run.exitCode == 2 && run.output.isEmpty)
    #expect(run.errors.contains("no FILE") && run.errors.contains("usage: evse-run"))
  }

  @Test("help and version go to standard output")
  func help() throws {
    for name in ["-?", "-h", "--help"] {
      let run = try ProgramRun([name])
      #expect(run.exitCode == 0 && run.errors.isEmpty && run.output.hasPrefix("usage: evse-run"))
    }
    let run = try ProgramRun(["--version"])
    #expect(run.exitCode == 0 && run.output.hasPrefix("evse-run ") && run.errors.isEmpty)
  }

  @Test("wrong usage exits with 2 and says what was meant")
  func wrong() throws {
    let run = try ProgramRun(["--exlpain", "12:00", "f"])
    #expect(run.exitCode == 2 && run.output.isEmpty)
    #expect(run.errors.contains("did you mean --explain?"))
  }

  @Test("a wrong value is told without the usage")
  func wrongValue() throws {
    let run = try ProgramRun(["--dry-run", "--days", "0", "f"])
    #expect(run.exitCode == 2 && run.output.isEmpty)
    #expect(run.errors == "evse-run: --days: “0” is not a number of days from 1 to 366\n")
  }

  @Test(
    "a file that cannot be read exits with 2, whatever is asked of it",
    arguments: [[], ["--check"], ["--test"], ["--map"], ["--dry-run"], ["--explain", "12:00"]])
  func unreadable(mode: [String]) throws {
    for path in ["none.evs", ".", "/dev/zero"] {
      let run = try ProgramRun(mode + [path])
      #expect(run.exitCode == 2 && run.output.isEmpty)
      #expect(run.errors.hasPrefix("evse-run: \(path): "))
    }
  }

  @Test("a file with errors exits with 1, whatever is asked of it")
  func faulty() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(homeText + "schedule \"x\" { when soc << 5%: charge }\n")
    for mode in [[], ["--check"], ["--test"], ["--map"], ["--dry-run"], ["--explain", "12:00"]] {
      let run = try ProgramRun(mode + [name], in: folder.url)
      #expect(run.exitCode == 1)
      #expect(run.errors.contains("test.evs:7:"))
    }
  }

  @Test("standard input is a file like any other")
  func standardInput() throws {
    let run = try ProgramRun(["--check", "-"], input: homeText + "schedule \"x\" { otherwise: idle }\n")
    #expect(run.exitCode == 0 && run.output == "-: valid\n")
    #expect(try ProgramRun(["--check", "-"], input: "schedule {").exitCode == 1)
  }

  @Test("nothing is coloured where the output is no terminal")
  func colour() throws {
    for arguments in [["--map"], ["--test"], ["--check"], ["--dry-run"]] {
      let run = try ProgramRun(arguments + ["schedules/flux.evs"])
      #expect(!(run.output + run.errors).contains("\u{1B}"))
    }
  }

  @Test("a reader that goes away is no fault, a full disk is")
  func unreadOutput() throws {
    let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    func shell(_ command: String) throws -> (code: Int32, text: String) {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", command]
      process.currentDirectoryURL = ProgramRun.package
      process.environment = ["PROGRAM": products.appendingPathComponent("evse-run").path]
      let pipe = Pipe()
      process.standardOutput = pipe
      process.standardError = pipe
      try process.run()
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
    let map = "\"$PROGRAM\" --map --json schedules/charge-full.evs"
    #expect(try shell("\(map) | true; echo ${PIPESTATUS[0]}").text.hasSuffix("0\n"))
    #expect(try shell("\(map) > /dev/full").code == 3)
    for arguments in ["--check", "--check --json", "--test", "--test --json", "--test --coverage 0%"] {
      let command = "\"$PROGRAM\" \(arguments) schedules/flux.evs"
      #expect(try shell("\(command) > /dev/null").code == 0, "\(arguments)")
      #expect(try shell("\(command) > /dev/full").code == 3, "\(arguments)")
    }
    let verify = "echo 'let a=5%' | \"$PROGRAM\" --format --verify -"
    #expect(try shell("\(verify) > /dev/null").code == 1)
    #expect(try shell("\(verify) > /dev/full").code == 3)
  }
}
