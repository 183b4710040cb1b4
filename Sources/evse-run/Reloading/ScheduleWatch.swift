import Platform
import Drivers
import Runtime
import ScheduleLang
import Synchronization

/// Reads the files of a running schedule again when they change or someone asks, on a thread of its own.
///
/// Reading, checking and comparing take their time; the control loop only picks up what came of it.
final class ScheduleWatch: Sendable {
  private struct Mailbox {
    var isDemanded = false
    var finding: ScheduleReading.Finding?
    var subject: HomeSchedule
  }

  private let path: String
  private let mailbox: Mutex<Mailbox>
  private let bell = Doorbell()

  /// How often the files are looked at.
  private static let interval: Duration = .seconds(1)

  /// Watches the file at `path`, from which `subject` was read, and those that it uses, and starts the thread, which
  /// ends with the process.
  init(_ subject: HomeSchedule, path: String) throws(ThreadError) {
    self.path = path
    mailbox = Mutex(Mailbox(subject: subject))
    try WorkerThread.start { [self] in run() }
  }

  /// Has the files read again, changed or not.
  func demand() {
    mailbox.withLock { $0.isDemanded = true }
    bell.ring()
  }

  /// What came of the last reading; nil where nothing is new.
  func takeFinding() -> ScheduleReading.Finding? {
    mailbox.withLock { mailbox in
      defer { mailbox.finding = nil }
      return mailbox.finding
    }
  }

  /// Notes that `subject` is in force now.
  func follow(_ subject: HomeSchedule) { mailbox.withLock { $0.subject = subject } }

  private func run() {
    // What has changed between the program's own reading and this one is a change like any other.
    let before = mailbox.withLock { $0.subject }
    let first = ScheduleReading(path, after: before)
    if !first.isOf(before) { publish(first) }
    var watch = FileWatch(first.stamps)
    while true {
      _ = bell.wait(until: MonotonicClock.deadline(after: Self.interval))
      let isDemanded = mailbox.withLock { mailbox in
        defer { mailbox.isDemanded = false }
        return mailbox.isDemanded
      }
      let stamps = Dictionary(uniqueKeysWithValues: watch.paths.map { ($0, FileStamp($0)) })
      guard watch.notices(stamps, at: MonotonicClock.now) || isDemanded else { continue }
      let reading = ScheduleReading(path, after: mailbox.withLock { $0.subject })
      publish(reading)
      watch = FileWatch(reading.stamps)
    }
  }

  private func publish(_ reading: ScheduleReading) {
    var finding = reading.finding
    if case .loaded(let schedule) = finding {
      finding = .loaded(schedule.compared(with: mailbox.withLock { $0.subject }))
    }
    mailbox.withLock { [finding] in $0.finding = finding }
  }
}
