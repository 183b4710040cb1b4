import Platform
import Drivers
import ScheduleLang
import Synchronization

/// Writes the lines of a log on a thread of its own: a slow disk holds up nobody.
///
/// Lines that come while `capacity` others wait are left out, and counted.
final class LogKeeper: Sendable {
  /// Adds a line to the log of a day; may block.
  typealias Write = @Sendable (_ line: String, _ date: CivilDate) throws(DailyLog.Failure) -> Void

  private struct Desk {
    var lines: [(text: String, date: CivilDate)] = []
    var leftOut = 0
    var isClosed = false
  }

  /// How many lines may wait: some hours of an ordinary run.
  static let capacity = 1000

  /// How the log fares: news for the owner, who is told of a failure once, until it changes.
  let status = RecordStatus(name: "log")

  private let writing: Write
  private let desk = Mutex(Desk())
  private let bell = Doorbell()
  private let end = Doorbell()

  /// Creates a keeper of lines that `write` takes, and starts its thread, which ends after `close`.
  init(write: @escaping Write) {
    writing = write
    if !WorkerThread.start({ [self] in run() }) { status.note(trouble: "the system has no thread for it") }
  }

  /// Has a line written soon to the log of `date`.
  func add(_ line: String, on date: CivilDate) {
    let isFirstLeftOut = desk.withLock { desk in
      if desk.lines.count < Self.capacity {
        desk.lines.append((line, date))
        return false
      }
      desk.leftOut += 1
      return desk.leftOut == 1
    }
    if isFirstLeftOut { status.tell("the disk is too slow: lines are left out") }
    bell.ring()
  }

  /// Writes what waits and ends the thread; false where that is not done by `deadline`.
  @discardableResult
  func close(by deadline: ExchangeDeadline) -> Bool {
    desk.withLock { $0.isClosed = true }
    bell.ring()
    return end.wait(until: deadline)
  }

  private func run() {
    var isClosed = false
    while !isClosed {
      // Woken now and then all the same: a system without a descriptor to spare has no bell.
      _ = bell.wait(until: MonotonicClock.deadline(after: .seconds(60)))
      let lines = desk.withLock { desk in
        defer { desk.lines = [] }
        isClosed = desk.isClosed
        return desk.lines
      }
      for line in lines { write(line.text, line.date) }
      let leftOut = desk.withLock { desk in
        defer { desk.leftOut = 0 }
        return desk.leftOut
      }
      if leftOut > 0 { status.tell("\(leftOut) lines were left out") }
    }
    end.ring()
  }

  private func write(_ line: String, _ date: CivilDate) {
    do throws(DailyLog.Failure) {
      try writing(line, date)
      status.note(trouble: nil)
    } catch {
      status.note(trouble: "\(error.path): \(error.reason)")
    }
  }
}
