import Runtime
import Synchronization

/// Writes the newest state on a thread of its own: a slow disk holds up nobody.
public final class StateKeeper: Sendable {
  private struct Desk {
    var newest: SavedState
    var written: SavedState?
    var isClosed = false
    var trouble: String?
  }

  private let file: StateFile
  private let desk: Mutex<Desk>
  private let bell = Doorbell()
  private let end = Doorbell()

  /// Creates a keeper of `file`, which holds `state` now, and starts its thread, which ends after `close`.
  public init(file: StateFile, state: SavedState) {
    self.file = file
    desk = Mutex(Desk(newest: state, written: state))
    if !WorkerThread.start({ [self] in run() }) {
      desk.withLock { $0.trouble = "the state cannot be kept: the system has no thread for it" }
    }
  }

  /// Has `state` written soon; of several only the newest may be.
  public func keep(_ state: SavedState) {
    let isNew = desk.withLock { desk in
      defer { desk.newest = state }
      return desk.newest != state
    }
    if isNew { bell.ring() }
  }

  /// What the owner should know and was not told yet.
  public func takeTrouble() -> String? {
    desk.withLock { desk in
      defer { desk.trouble = nil }
      return desk.trouble
    }
  }

  /// Writes what is not written yet and ends the thread; false where that is not done by `deadline`.
  @discardableResult
  public func close(by deadline: ExchangeDeadline) -> Bool {
    desk.withLock { $0.isClosed = true }
    bell.ring()
    return end.wait(until: deadline)
  }

  private func run() {
    var isClosed = false
    var hasFailed = false
    while !isClosed {
      // Woken now and then all the same: a write that failed is tried again.
      _ = bell.wait(until: MonotonicClock.deadline(after: .seconds(60)))
      isClosed = desk.withLock { $0.isClosed }
      let state = desk.withLock { $0.newest == $0.written ? nil : $0.newest }
      guard let state else { continue }
      let isWritten = file.write(state)
      desk.withLock { desk in
        if isWritten { desk.written = state }
        if !isWritten, !hasFailed { desk.trouble = "the state cannot be written to \(file.path)" }
      }
      hasFailed = !isWritten
    }
    end.ring()
  }
}
