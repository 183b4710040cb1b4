import Platform
import Drivers
import Glibc
import Synchronization
import PeerSupport
import Testing

@testable import evse_run

@Suite("Console", .waits)
struct ConsoleTests {
  private func withPipe(_ body: (_ reader: Int32, _ writer: Int32) throws -> Void) throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    try body(ends[0], ends[1])
  }

  @Test("writes whole lines")
  func writesWholeLines() throws {
    try withPipe { reader, writer in
      #expect(Console(descriptor: writer).write("16 °C") == .whole)
      var bytes = [UInt8](repeating: 0, count: 64)
      let count = read(reader, &bytes, bytes.count)
      #expect(String(decoding: bytes[..<max(0, count)], as: UTF8.self) == "16 °C\n")
    }
  }

  @Test("tells the journal how much a line matters")
  func tellsTheJournalHowMuchALineMatters() throws {
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

  @Test("leaves lines out rather than wait for a reader")
  func leavesLinesOutRatherThanWaitForAReader() throws {
    try withPipe { _, writer in
      let console = Console(descriptor: writer)
      let line = String(repeating: "x", count: 5000)
      let taken = (0..<1000).prefix { _ in console.write(line) == .whole }.count
      #expect((1..<1000).contains(taken))
    }
  }

  @Test("never waits for a terminal that is not read")
  func neverWaitsForATerminalThatIsNotRead() throws {
    let (master, terminal) = try terminal()
    defer { close(terminal) }
    let state = TerminalState()
    try WorkerThread.start {
      let console = Console(descriptor: terminal)
      let lines = (0..<10_000).map { "\($0) " + String(repeating: "x", count: 150) }
      let taken = lines.prefix { console.write($0) == .whole }.count
      state.taken.withLock { $0 = taken }
      state.end.ring()
    }
    let isOver = state.end.wait(until: MonotonicClock.deadline(after: .seconds(20)))
    // Lets a writer go that is held after all.
    if !isOver { close(master) }
    try #require(isOver, "a terminal that nobody reads holds the program")
    defer { close(master) }
    #expect((1..<10_000).contains(state.taken.withLock { $0 }))
    #expect(fcntl(terminal, F_GETFL) & O_NONBLOCK == 0, "the shell's own description stays as it was")
  }

  @Test("starts a line of its own after one that was cut")
  func startsALineOfItsOwnAfterOneThatWasCut() throws {
    let (master, terminal) = try terminal()
    defer { for end in [master, terminal] { close(end) } }
    let console = Console(descriptor: terminal)
    while console.write(String(repeating: "x", count: 1501)) == .whole {}
    let before = drain(master)
    #expect(before.last != "\n", "the last line was cut")
    #expect(console.write("next") == .whole)
    #expect(console.write("last") == .whole)
    #expect(drain(master) == "\r\nnext\r\nlast\r\n")
  }

  private final class TerminalState: Sendable {
    let taken = Mutex(0)
    let end = Doorbell()
  }

  private func terminal() throws -> (master: Int32, terminal: Int32) {
    var (master, terminal): (Int32, Int32) = (-1, -1)
    try #require(openpty(&master, &terminal, nil, nil, nil) == 0)
    return (master, terminal)
  }

  /// What has come, once nothing more comes for a second.
  private func drain(_ master: Int32) -> String {
    var all: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 4096)
    var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    while poll(&entry, 1, 1000) > 0 {
      let count = read(master, &bytes, bytes.count)
      if count <= 0 { break }
      all += bytes[..<count]
    }
    return String(decoding: all, as: UTF8.self)
  }
}
