import Glibc

/// A thread that does what it is given, one job after the other.
public final class JobQueue: Sendable {
  /// What has become of a job.
  public enum Admission: Hashable, Sendable {
    /// It is done in its turn.
    case taken
    /// Too many wait already: it is not done.
    case full
  }

  private typealias Job = @Sendable () -> Void

  private let worker = Worker<[Job]>([])
  private let room: Int

  /// How far the thread of a patient queue stands back, as `nice` counts it.
  private static let niceness: Int32 = 10

  /// Creates a queue in which at most `room` jobs wait, and starts its thread.
  ///
  /// - Parameter isPatient: lets other threads go first, for work that takes its time.
  public init(room: Int, isPatient: Bool = false) throws(ThreadError) {
    self.room = room
    try worker.start { [worker] in Self.run(worker, isPatient: isPatient) }
  }

  /// Has `job` done after those before it, where there is room.
  @discardableResult
  public func submit(_ job: @escaping @Sendable () -> Void) -> Admission {
    let hasRoom = worker.withMailbox { jobs in
      guard jobs.count < room else { return false }
      jobs.append(job)
      return true
    }
    if hasRoom { worker.wake() }
    return hasRoom ? .taken : .full
  }

  private static func run(_ worker: Worker<[Job]>, isPatient: Bool) {
    // On Linux a thread has a priority of its own; 0 is the one that asks.
    if isPatient { setpriority(Int32(PRIO_PROCESS.rawValue), 0, niceness) }
    while let job = worker.withMailbox({ $0.isEmpty ? nil : $0.removeFirst() }) { job() }
  }
}
