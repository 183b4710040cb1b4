import Glibc
import Synchronization

/// A thread that does what it is given, one job after the other.
public final class JobQueue: Sendable {
  private let jobs = Mutex<[@Sendable () -> Void]>([])
  private let bell = Doorbell()
  private let room: Int
  private let isPatient: Bool

  /// How far the thread of a patient queue stands back, as `nice` counts it.
  private static let niceness: Int32 = 10

  /// Creates a queue in which at most `room` jobs wait, and starts its thread; nil where the system has none to give.
  ///
  /// - Parameter isPatient: lets other threads go first, for work that takes its time.
  public init?(room: Int, isPatient: Bool = false) {
    self.room = room
    self.isPatient = isPatient
    guard WorkerThread.start({ [self] in run() }) else { return nil }
  }

  /// Has `job` done after those before it; false where too many wait already.
  public func submit(_ job: @escaping @Sendable () -> Void) -> Bool {
    let hasRoom = jobs.withLock { jobs in
      guard jobs.count < room else { return false }
      jobs.append(job)
      return true
    }
    if hasRoom { bell.ring() }
    return hasRoom
  }

  private func run() {
    // On Linux a thread has a priority of its own; 0 is the one that asks.
    if isPatient { setpriority(Int32(PRIO_PROCESS.rawValue), 0, Self.niceness) }
    while true {
      while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { job() }
      // Rung again for what came meanwhile.
      _ = bell.wait(until: .init(nanoseconds: .max))
    }
  }
}
