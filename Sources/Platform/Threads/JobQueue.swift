import Synchronization

/// A thread that does what it is given, one job after the other.
public final class JobQueue: Sendable {
  private let jobs = Mutex<[@Sendable () -> Void]>([])
  private let bell = Doorbell()
  private let room: Int

  /// Creates a queue in which at most `room` jobs wait, and starts its thread; nil where the system has none to give.
  public init?(room: Int) {
    self.room = room
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
    while true {
      while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { job() }
      // Rung again for what came meanwhile.
      _ = bell.wait(until: .init(nanoseconds: .max))
    }
  }
}
