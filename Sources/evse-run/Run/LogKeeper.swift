import Platform
import Drivers
import ScheduleLang

/// Writes the lines of a log on a thread of its own: a slow disk holds up nobody.
///
/// Lines that come while `capacity` others wait are left out, and counted.
final class LogKeeper: Sendable {
  /// Adds a line to the log of a day; may block.
  typealias Write = @Sendable (_ line: String, _ date: CivilDate) throws(LogError) -> Void

  private struct Mailbox {
    var lines: [(text: String, date: CivilDate)] = []
    var leftOut = 0
  }

  /// How many lines may wait: some hours of an ordinary run.
  static let capacity = 1000

  /// How the log fares: news for the owner, who hears of a failure once, until it changes.
  let status = RecordStatus(name: "log")

  private let writing: Write
  private let worker = Worker(Mailbox())

  /// Creates a keeper of lines that `write` takes, and starts its thread, which ends after `close`.
  init(write: @escaping Write) {
    writing = write
    do throws(ThreadError) { try worker.start { [self] in writeAll() } } catch { status.note("\(error)") }
  }

  /// Has a line written soon to the log of `date`.
  func add(_ line: String, on date: CivilDate) {
    let isFirstLeftOut = worker.withMailbox { mailbox in
      if mailbox.lines.count < Self.capacity {
        mailbox.lines.append((line, date))
        return false
      }
      mailbox.leftOut += 1
      return mailbox.leftOut == 1
    }
    if isFirstLeftOut { status.report("the disk is too slow: lines are left out") }
    worker.wake()
  }

  /// Writes what waits and ends the thread, for which it waits until `deadline`.
  @discardableResult
  func close(by deadline: ExchangeDeadline) -> WorkerEnd { worker.close(by: deadline) }

  private func writeAll() {
    let lines = worker.withMailbox { mailbox in
      defer { mailbox.lines = [] }
      return mailbox.lines
    }
    for line in lines { write(line.text, line.date) }
    let leftOut = worker.withMailbox { mailbox in
      defer { mailbox.leftOut = 0 }
      return mailbox.leftOut
    }
    if leftOut > 0 { status.report("\(leftOut) lines were left out") }
  }

  private func write(_ line: String, _ date: CivilDate) {
    do throws(LogError) {
      try writing(line, date)
      status.noteSuccess()
    } catch {
      status.note("\(error.path): \(error.reason)")
    }
  }
}
