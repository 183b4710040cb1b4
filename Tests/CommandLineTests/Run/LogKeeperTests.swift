import Platform
import Drivers
import ScheduleLang
import Synchronization
import PeerSupport
import Testing

@testable import evse_run

@Suite("Log keeper", .waits, .timeLimit(.minutes(10)))
struct LogKeeperTests {
  /// A disk that hangs until it is let go.
  private final class Disk: Sendable {
    let lines = Mutex<[String]>([])
    let trouble = Mutex<String?>(nil)
    private let gate = Doorbell()

    func letGo() { gate.ring() }

    func write(_ line: String) throws(LogError) {
      _ = gate.wait(until: MonotonicClock.deadline(after: .seconds(60)))
      gate.ring()
      if let reason = trouble.withLock({ $0 }) { throw LogError(path: "log", reason: reason) }
      lines.withLock { $0.append(line) }
    }
  }

  private let disk = Disk()
  private let patient = MonotonicClock.deadline(after: .seconds(30))

  private func keeper() -> LogKeeper {
    LogKeeper { [disk] line, date throws(LogError) in try disk.write("\(date) \(line)") }
  }

  private func add(_ lines: some Sequence<Int>, to keeper: LogKeeper) throws {
    let date = try #require(CivilDate(year: 2026, month: 11, day: 22))
    for line in lines { keeper.add("\(line)", on: date) }
  }

  @Test("lets nobody wait for a disk that hangs")
  func letsNobodyWaitForADiskThatHangs() throws {
    let keeper = keeper()
    try add(0..<5000, to: keeper)
    #expect(keeper.close(by: MonotonicClock.deadline(after: .milliseconds(10))) == .late)
    #expect(keeper.status.takeNews() == ["log: the disk is too slow: lines are left out"])
    disk.letGo()
    #expect(keeper.close(by: patient) == .done)
    let written = disk.lines.withLock { $0 }
    #expect(written.first == "2026-11-22 0")
    // What the thread had taken when the disk hung, and what waited meanwhile.
    #expect((LogKeeper.capacity...(2 * LogKeeper.capacity)).contains(written.count))
    #expect(keeper.status.takeNews() == ["log: \(5000 - written.count) lines were left out"])
  }

  @Test("writes what waits when it is closed")
  func writesWhatWaitsWhenItIsClosed() throws {
    disk.letGo()
    let keeper = keeper()
    try add(0..<3, to: keeper)
    #expect(keeper.close(by: patient) == .done)
    #expect(disk.lines.withLock { $0 } == (0..<3).map { "2026-11-22 \($0)" })
    #expect(keeper.status.takeNews() == [])
  }

  @Test("tells of a failure once until it changes")
  func tellsOfAFailureOnceUntilItChanges() throws {
    disk.trouble.withLock { $0 = "full" }
    disk.letGo()
    let keeper = keeper()
    try add(0..<3, to: keeper)
    #expect(keeper.close(by: patient) == .done)
    #expect(keeper.status.takeNews() == ["log: log: full"])
  }
}
