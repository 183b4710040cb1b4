import Glibc
import Testing

@testable import evse_run

@Suite struct ConsoleTests {
  private func withPipe(_ body: (_ reader: Int32, _ writer: Int32) throws -> Void) throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    try body(ends[0], ends[1])
  }

  @Test func writesWholeLines() throws {
    try withPipe { reader, writer in
      #expect(Console(descriptor: writer).write("16 °C"))
      var bytes = [UInt8](repeating: 0, count: 64)
      let count = read(reader, &bytes, bytes.count)
      #expect(String(decoding: bytes[..<max(0, count)], as: UTF8.self) == "16 °C\n")
    }
  }

  @Test func tellsTheJournalHowMuchALineMatters() throws {
    try withPipe { reader, writer in
      var status = stat()
      fstat(writer, &status)
      let journal = "\(status.st_dev):\(status.st_ino)"
      Console(descriptor: writer, journal: journal).write("a")
      Console(descriptor: writer, journal: journal).patient.write("b", .warning)
      Console(descriptor: writer, journal: journal + "0").write("c", .error)
      Console(descriptor: writer, journal: nil).write("d", .error)
      var bytes = [UInt8](repeating: 0, count: 64)
      let count = read(reader, &bytes, bytes.count)
      #expect(String(decoding: bytes[..<max(0, count)], as: UTF8.self) == "<6>a\n<4>b\nc\nd\n")
    }
  }

  @Test func leavesLinesOutRatherThanWaitForAReader() throws {
    try withPipe { _, writer in
      let console = Console(descriptor: writer)
      let line = String(repeating: "x", count: 5000)
      let taken = (0..<1000).prefix { _ in console.write(line) }.count
      #expect((1..<1000).contains(taken))
    }
  }
}
