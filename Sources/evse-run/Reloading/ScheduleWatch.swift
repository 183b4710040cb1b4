import Platform
import Drivers
import Runtime
import ScheduleLang
import Synchronization

/// Reads the files of a running schedule again when they change or someone asks, on a thread of its own.
///
/// Reading and checking take their time; the control loop only picks up what came of it. How another schedule differs from the
/// one before takes longer, and is found on a third thread, after it has taken over.
final class ScheduleWatch: Sendable {
  private struct Mailbox {
    var isDemanded = false
    var findings: [ScheduleReading.Finding] = []
    var subject: HomeSchedule
  }

  private let path: String
  private let mailbox: Mutex<Mailbox>
  private let bell = Doorbell()
  /// What is to be compared: the one that took over, and the one before it.
  private let comparison = Worker<(new: ReloadedSchedule, old: HomeSchedule)?>(nil)

  /// How often the files are looked at.
  private static let interval: Duration = .seconds(1)

  /// Watches the file at `path`, from which `subject` was read, and those that it uses, and starts the thread, which
  /// ends with the process.
  init(_ subject: HomeSchedule, path: String) throws(ThreadError) {
    self.path = path
    mailbox = Mutex(Mailbox(subject: subject))
    try comparison.start { [self] in compare() }
    // Passwords were read when the devices were made: one that is changed from now on is a change.
    let passwords = subject.site.devices.flatMap(\.secretFiles).map { ($0, FileStamp($0)) }
    let known = FileWatch.Stamps(passwords) { $1 }
    try WorkerThread.start { [self] in run(known: known) }
  }

  /// Has the files read again, changed or not.
  func demand() {
    mailbox.withLock { $0.isDemanded = true }
    bell.ring()
  }

  /// What came of reading since it was last asked, in order.
  func takeFindings() -> [ScheduleReading.Finding] {
    mailbox.withLock { mailbox in
      defer { mailbox.findings = [] }
      return mailbox.findings
    }
  }

  /// Notes that `subject` is in force now.
  func follow(_ subject: HomeSchedule) { mailbox.withLock { $0.subject = subject } }

  private func run(known: FileWatch.Stamps) {
    // What has changed between the program's own reading and this one is a change like any other.
    let before = mailbox.withLock { $0.subject }
    let first = ScheduleReading(path, after: before)
    if !first.isOf(before) { publish(first) }
    var watch = FileWatch(first.stamps.merging(known) { $1 })
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
    let old = mailbox.withLock { mailbox in
      mailbox.findings.append(reading.finding)
      return mailbox.subject
    }
    guard case .loaded(let schedule) = reading.finding else { return }
    comparison.withMailbox { $0 = (schedule, old) }
    comparison.wake()
  }

  private func compare() {
    let pair = comparison.withMailbox { pair in
      defer { pair = nil }
      return pair
    }
    guard let pair else { return }
    let differences = pair.new.differences(from: pair.old)
    mailbox.withLock { $0.findings.append(.compared(differences)) }
  }
}
