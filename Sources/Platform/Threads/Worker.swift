import Synchronization

/// How far a thread has come that is to end.
public enum WorkerEnd: Hashable, Sendable {
  /// All is done.
  case done
  /// It is still at it.
  case late
}

/// A thread of its own with a mailbox: others leave there what is to be done, and never wait for it.
public final class Worker<Mailbox: Sendable>: Sendable {
  private struct Contents {
    var mailbox: Mailbox
    var isClosed = false
  }

  private let contents: Mutex<Contents>
  private let bell = Doorbell()
  private let end = Doorbell()

  /// Creates a worker whose mailbox holds `mailbox`; it rests until it is started.
  public init(_ mailbox: Mailbox) { contents = Mutex(Contents(mailbox: mailbox)) }

  /// Starts the thread.
  ///
  /// It calls `work` after each `wake` that came since the last call began, and `interval` after that in any case: a
  /// system without a descriptor to spare has no bell. After `close` it calls it once more, and ends.
  public func start(every interval: Duration = .seconds(60), _ work: @escaping @Sendable () -> Void)
    throws(ThreadError)
  {
    try WorkerThread.start { [self] in
      var next = MonotonicClock.deadline(after: interval)
      while true {
        _ = bell.wait(until: next)
        // From the start of the work: however long that takes, nothing waits longer.
        next = MonotonicClock.deadline(after: interval)
        let isLast = isClosed
        work()
        if isLast { return end.ring() }
      }
    }
  }

  /// Looks into the mailbox, or puts something there, which `wake` makes known.
  public func withMailbox<Value: Sendable>(_ body: (inout Mailbox) -> Value) -> Value {
    contents.withLock { body(&$0.mailbox) }
  }

  /// Has the thread look into the mailbox.
  public func wake() { bell.ring() }

  /// Whether it is to end.
  public var isClosed: Bool { contents.withLock { $0.isClosed } }

  /// Has the work done that is left, and ends the thread, for which it waits until `deadline`.
  @discardableResult
  public func close(by deadline: ExchangeDeadline) -> WorkerEnd {
    contents.withLock { $0.isClosed = true }
    wake()
    return end.wait(until: deadline) ? .done : .late
  }
}
