import Platform
import Drivers
import Runtime
import ScheduleLang
import Synchronization

/// Reads the files of a running schedule again when they change or someone asks, on a thread of its own.
///
/// Reading, checking and comparing take their time; the control loop only picks up what came of it.
final class ScheduleWatch: Sendable {
  private struct Desk {
    var isDemanded = false
    var finding: ScheduleReading.Finding?
    var subject: HomeSchedule
  }

  private let path: String
  private let desk: Mutex<Desk>
  private let bell = Doorbell()

  /// How often the files are looked at.
  private static let interval: Duration = .seconds(1)

  /// Watches the file at `path`, from which `subject` was read, and those that it uses, and starts the thread, which
  /// ends with the process; nil where the system has no thread for it.
  init?(_ subject: HomeSchedule, path: String) {
    self.path = path
    desk = Mutex(Desk(subject: subject))
    if !WorkerThread.start({ [self] in run() }) { return nil }
  }

  /// Has the files read again, changed or not.
  func demand() {
    desk.withLock { $0.isDemanded = true }
    bell.ring()
  }

  /// What came of the last reading; nil where nothing is new.
  func takeFinding() -> ScheduleReading.Finding? {
    desk.withLock { desk in
      defer { desk.finding = nil }
      return desk.finding
    }
  }

  /// Notes that `subject` is in force now.
  func follow(_ subject: HomeSchedule) { desk.withLock { $0.subject = subject } }

  private func run() {
    // What has changed between the program's own reading and this one is a change like any other.
    let before = desk.withLock { $0.subject }
    let first = ScheduleReading(path, after: before)
    if !first.isOf(before) { publish(first) }
    var watch = FileWatch(first.stamps)
    while true {
      _ = bell.wait(until: MonotonicClock.deadline(after: Self.interval))
      let isDemanded = desk.withLock { desk in
        defer { desk.isDemanded = false }
        return desk.isDemanded
      }
      let stamps = Dictionary(uniqueKeysWithValues: watch.paths.map { ($0, FileStamp($0)) })
      guard watch.notices(stamps, at: MonotonicTime.now) || isDemanded else { continue }
      let reading = ScheduleReading(path, after: desk.withLock { $0.subject })
      publish(reading)
      watch = FileWatch(reading.stamps)
    }
  }

  private func publish(_ reading: ScheduleReading) {
    var finding = reading.finding
    if case .loaded(let schedule) = finding {
      finding = .loaded(schedule.compared(with: desk.withLock { $0.subject }))
    }
    desk.withLock { [finding] in $0.finding = finding }
  }
}
