import PeerSupport
import Foundation
import ScheduleLang
import Testing

@testable import evse_run

@Suite("Reading files")
struct FileReadingTests {
  private func reason(_ path: String, patience: Duration = .milliseconds(50)) -> String? {
    do throws(ReadError) {
      _ = try BoundedFile.read(path, patience: patience, sizeLimit: BoundedFile.sizeLimit)
      return nil
    } catch { return error.reason }
  }

  @Test("a file's bytes come as they are, also none and many")
  func bytes() throws {
    let folder = TemporaryFolder()
    for count in [0, 1, 65_535, 65_536, 65_537, 1_000_000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let file = folder.url.appendingPathComponent("f")
      try Data(bytes).write(to: file)
      #expect(try BoundedFile.read(file.path) == bytes)
    }
  }

  @Test("what cannot be read says why")
  func reasons() throws {
    let folder = TemporaryFolder()
    #expect(reason(folder.url.appendingPathComponent("none.evs").path) == "there is no such file")
    #expect(reason(folder.url.path) == "it is a folder")
    #expect(reason("") == "there is no such file")
    #expect(reason("home.evs\0.txt") == "its name has a zero byte")
    try folder.write("", as: "file")
    #expect(reason(folder.url.appendingPathComponent("file/below").path)?.isEmpty == false)
  }

  @Test("a file of 16 MiB is read, a larger one is not")
  func sizeLimit() throws {
    let folder = TemporaryFolder()
    let file = folder.url.appendingPathComponent("large")
    try Data(count: BoundedFile.sizeLimit).write(to: file)
    #expect(try BoundedFile.read(file.path).count == BoundedFile.sizeLimit)
    try Data(count: BoundedFile.sizeLimit + 1).write(to: file)
    #expect(reason(file.path) == "it is larger than 16 MiB")
  }

  @Test("a device without an end is bounded, one that is empty is empty")
  func devices() throws {
    #expect(reason("/dev/zero") == "it is larger than 16 MiB")
    #expect(try BoundedFile.read("/dev/null") == [])
  }

  @Test(
    "what is no regular file is refused at once", arguments: ["fifo", "/dev/tty", "/dev/zero", "/proc/kmsg"])
  func irregular(name: String) throws {
    let folder = TemporaryFolder()
    let path = name == "fifo" ? folder.url.appendingPathComponent("fifo").path : name
    if name == "fifo" { try #require(mkfifo(path, 0o600) == 0) }
    for sizeLimit in [BoundedFile.sizeLimit, 100] {
      do throws(ReadError) {
        _ = try BoundedFile.read(path, sizeLimit: sizeLimit)
        Issue.record("\(path) is read")
      } catch {
        // The kernel's messages look like a regular file, which only the system may read.
        #expect(
          ["it is no regular file", "nothing came", "permission is denied"].contains(error.reason)
            && (error.reason == "it is no regular file" || name == "/proc/kmsg"), "\(error.reason)")
      }
    }
  }

  @Test(
    "what a report uses holds it up for no time, whatever it is",
    arguments: ["use", "prices", "data", "stdin"])
  func reports(what: String) throws {
    let folder = TemporaryFolder()
    try #require(mkfifo(folder.url.appendingPathComponent("pipe").path, 0o600) == 0)
    try #require(mkfifo(folder.url.appendingPathComponent("pipe.evs").path, 0o600) == 0)
    let tariff = "tariff T { prices from csv \"pipe\" }\nsite { timezone \"UTC\"\ntariff T }\n"
    let use = what == "use" ? "use \"pipe.evs\"\n" : what == "stdin" ? "use \"-\"\n" : ""
    try folder.write("\(use)\(what == "prices" ? tariff : "")schedule \"s\" { otherwise: idle }\n")
    let data = what == "data" ? ["--data", "pipe"] : []
    // A report that waits for a pipe ends by the tests' time limit.
    let run = try ProgramRun(["--dry-run", "test.evs"] + data, in: folder.url)
    #expect(run.exitCode == (what == "use" || what == "stdin" ? 1 : 2))
    #expect(run.errors.contains(what == "stdin" ? "standard input is no file" : "it is no regular file"))
    #expect(!run.errors.contains("nothing came"))
  }

  @Test("a pipe is read to its end, and given up where nobody writes")
  func pipes() throws {
    let folder = TemporaryFolder()
    let path = folder.url.appendingPathComponent("pipe").path
    try #require(mkfifo(path, 0o600) == 0)
    #expect(reason(path)?.hasPrefix("nothing came") == true)
    let text = String(repeating: "# a comment\n", count: 20_000)
    DispatchQueue.global().async {
      let handle = FileHandle(forWritingAtPath: path)
      try? handle?.write(contentsOf: Data(text.utf8))
      try? handle?.close()
    }
    #expect(
      try BoundedFile.read(path, patience: .seconds(60), sizeLimit: BoundedFile.sizeLimit) == Array(text.utf8)
    )
  }
}
