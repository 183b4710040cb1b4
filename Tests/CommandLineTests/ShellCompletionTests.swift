import PeerSupport
import Foundation
import Testing

@testable import evse_run

@Suite("Completions and the manual page")
struct ShellCompletionTests {
  private static let names = CommandOption.allCases.filter { !$0.isHidden }.flatMap(\.names)

  /// What a tool prints, given `input`; nil where it is not installed.
  private func run(_ tool: String, _ arguments: [String], input: String) throws -> (
    code: Int32, output: String
  )? {
    let folders = ["/usr/bin", "/bin", "/usr/local/bin"].map { "\($0)/\(tool)" }
    guard let path = folders.first(where: FileManager.default.isExecutableFile) else { return nil }
    let folder = TemporaryFolder()
    let file = try folder.write(input, as: "input")
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: folder.url.appending(path: file))
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  @Test("each script names every option", arguments: Shell.allCases)
  func complete(shell: Shell) throws {
    let outcome = try ProgramRun(["--completions", shell.rawValue])
    #expect(outcome.exitCode == 0)
    for name in Self.names {
      let spelling =
        shell != .fish
        ? name : name.hasPrefix("--") ? "-l \(name.dropFirst(2))" : "-s '\(name.dropFirst())'"
      #expect(outcome.output.contains(spelling), "\(name)")
    }
  }

  @Test("each shell that is installed finds its script well formed", arguments: Shell.allCases)
  func wellFormed(shell: Shell) throws {
    guard let outcome = try run(shell.rawValue, ["-n"], input: ShellCompletions.script(for: shell)) else {
      return
    }
    #expect(outcome.code == 0, "\(outcome.output)")
    #expect(outcome.output == "")
  }

  @Test("bash completes options and files")
  func bash() throws {
    func completions(_ words: String...) throws -> [String]? {
      let quoted = words.map { "'\($0)'" }.joined(separator: " ")
      let script = """
        \(ShellCompletions.script(for: .bash))
        cd '\(ProgramRun.package.path)/schedules'
        COMP_WORDS=(evse-run \(quoted)); COMP_CWORD=\(words.count)
        _evse_run
        printf '%s\\n' "${COMPREPLY[@]}"
        """
      return try run("bash", ["--norc"], input: script)?.output.split(separator: "\n").map(String.init)
        .sorted()
    }
    guard let options = try completions("--expl") else { return }
    #expect(options == ["--explain", "--explain-code"])
    #expect(try completions("--check", "fl") == ["flux.evs"])
    #expect(try completions("--explain", "1") == [])
  }

  @Test("the manual page names every option and every exit code")
  func manual() throws {
    let page = try ProgramRun(["--man"]).output
    for name in Self.names {
      #expect(page.contains("\\fB\(name.replacing("-", with: "\\-"))\\fR"), "\(name)")
    }
    for code in ExitCode.allCases { #expect(page.contains("\n.TP\n\(code.rawValue)\n")) }
    guard let outcome = try run("groff", ["-man", "-ww", "-P-c", "-Tascii"], input: page) else { return }
    #expect(outcome.code == 0)
    #expect(!outcome.output.contains("warning"), "\(outcome.output)")
    // Bold letters are overstruck on such a device.
    let plain = outcome.output.replacing(/.\u{8}/, with: "")
    for name in Self.names { #expect(plain.contains(name), "\(name)") }
  }

  @Test("other shells, and files, are refused")
  func usage() {
    #expect(throws: UsageError.self) { try Invocation(arguments: ["--completions", "tcsh"]) }
    #expect(throws: UsageError.self) { try Invocation(arguments: ["--completions"]) }
    #expect(throws: UsageError.self) { try Invocation(arguments: ["--man", "x.evs"]) }
  }
}
