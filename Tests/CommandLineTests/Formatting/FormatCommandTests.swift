import Foundation
import Testing

@Suite("--format")
struct FormatCommandTests {
  private static let unformatted = "let a=5%\n"
  private static let formatted = "let a = 5%\n"

  /// Calls `body` with the path of a file that holds `text`.
  private func withFile(_ text: String, _ body: (URL) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).evs")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try body(file)
  }

  @Test("prints the text and leaves the file alone")
  func prints() throws {
    try withFile(Self.unformatted) { file in
      let outcome = try ProgramRun(["--format", file.path()])
      #expect(outcome.output == Self.formatted)
      #expect(outcome.exitCode == 0)
      #expect(try String(contentsOf: file, encoding: .utf8) == Self.unformatted)
    }
    #expect(
      try ProgramRun(["--format", "-"], input: Self.unformatted).output == Self.formatted)
  }

  @Test("--in-place replaces the file, keeping its permissions and links to it")
  func replaces() throws {
    try withFile(Self.unformatted) { file in
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path())
      let link = file.appendingPathExtension("link")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
      defer { try? FileManager.default.removeItem(at: link) }
      let outcome = try ProgramRun(["--format", "--in-place", link.path()])
      #expect(outcome.exitCode == 0)
      #expect(outcome.output == "")
      #expect(try String(contentsOf: file, encoding: .utf8) == Self.formatted)
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path())
      #expect(attributes[.posixPermissions] as? Int == 0o640)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path()) == file.path())
    }
  }

  @Test("--verify tells by its exit code whether a file is formatted")
  func verifies() throws {
    try withFile(Self.unformatted) { file in
      let outcome = try ProgramRun(["--format", "--verify", file.path()])
      #expect(outcome.exitCode == 1)
      #expect(outcome.output.contains(file.lastPathComponent))
      #expect(try String(contentsOf: file, encoding: .utf8) == Self.unformatted)
    }
    try withFile(Self.formatted) { file in
      let outcome = try ProgramRun(["--format", "--verify", file.path()])
      #expect(outcome.exitCode == 0)
      #expect(outcome.output == "")
    }
  }

  @Test("a faulty file is shown with its mistakes and left alone")
  func refuses() throws {
    try withFile("let a = \n") { file in
      let outcome = try ProgramRun(["--format", "--in-place", file.path()])
      #expect(outcome.exitCode == 1)
      #expect(outcome.errors.contains("error[E02"))
      #expect(try String(contentsOf: file, encoding: .utf8) == "let a = \n")
    }
    #expect(try ProgramRun(["--format", "no such file.evs"]).exitCode == 2)
    #expect(try ProgramRun(["--format", "--in-place", "-"]).exitCode == 2)
  }

  @Test("a note says which dates a window over midnight covers")
  func dates() throws {
    let head = "schedule \"s\" {\n"
    let rest = "    otherwise: idle\n}\n"
    let night = try ProgramRun(
      ["--format", "-"], input: head + "    during 22:00-05:00 on Fri: charge\n" + rest)
    #expect(night.exitCode == 0)
    let note =
      /note: -:2: `during 22:00-05:00 on Fri` is (in force now|next in force from Fri \S+ 22:00) until Sat \S+ 05:00\n/
    #expect(try note.wholeMatch(in: night.errors) != nil, "\(night.errors)")
    let evening = head + "    during 20:00-22:00 on Fri, 22:00-05:00: charge\n" + rest
    #expect(try ProgramRun(["--format", "-"], input: evening).errors == "")
    let file = head + "    during 22:00-05:00 on Fri: charge\n" + rest
    #expect(try ProgramRun(["--format", "--verify", "-"], input: file).errors == "")
  }

  @Test("mistakes are shown in the order of the file")
  func order() throws {
    let text = "schedule \"x\" {\n    during 02:00-05:00 charge\n"
    let run = try ProgramRun(["--format", "-"], input: text)
    let codes = run.errors.split(separator: "\n").filter { $0.hasPrefix("error[") }.map { $0.prefix(12) }
    #expect(run.exitCode == 1 && codes == ["error[E0203]", "error[E0202]"])
  }
}
