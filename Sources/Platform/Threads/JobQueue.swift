/// A thread that does what it is given, one job after the other.
public final class JobQueue: Sendable {
  private typealias Job = @Sendable () -> Void

  private let worker = Worker<[Job]>([])
  private let room: Int

  /// Creates a queue in which at most `room` jobs wait, and starts its thread; nil where the system has none to give.
  public init?(room: Int) {
    self.room = room
    guard worker.start({ [worker] in Self.run(worker) }) else { return nil }
  }

  /// Has `job` done after those before it; false where too many wait already.
  public func submit(_ job: @escaping @Sendable () -> Void) -> Bool {
    let hasRoom = worker.withMailbox { jobs in
      guard jobs.count < room else { return false }
      jobs.append(job)
      return true
    }
    if hasRoom { worker.wake() }
    return hasRoom
  }

  private static func run(_ worker: Worker<[Job]>) {
    while let job = worker.withMailbox({ $0.isEmpty ? nil : $0.removeFirst() }) { job() }
  }
}
