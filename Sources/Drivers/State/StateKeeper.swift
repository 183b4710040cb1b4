import Platform
import Runtime
import Synchronization

/// Writes the newest state on a thread of its own: a slow disk holds up nobody.
public final class StateKeeper: Sendable {
  private struct Desk {
    var newest: SavedState
    /// How many states were to be kept: the number of the newest.
    var number = 0
    /// The number of the last one that the disk was asked to take.
    var tried = 0
    /// The number of the last one that it has.
    var written = 0
    var isClosed = false
    var trouble: String?
    /// Rung after each try.
    var waiting: [Doorbell] = []
  }

  private let file: StateFile
  private let desk: Mutex<Desk>
  private let bell = Doorbell()
  private let end = Doorbell()

  /// Creates a keeper of `file`, which holds `state` now, and starts its thread, which ends after `close`.
  public init(file: StateFile, state: SavedState) {
    self.file = file
    desk = Mutex(Desk(newest: state))
    if !WorkerThread.start({ [self] in run() }) {
      desk.withLock { $0.trouble = "the state cannot be kept: the system has no thread for it" }
    }
  }

  /// Has `state` written soon, of several only the newest may be, and gives its number.
  @discardableResult
  public func keep(_ state: SavedState) -> Int {
    let (number, isNew) = desk.withLock { desk in
      let isNew = desk.newest != state || desk.written < desk.number
      if isNew { desk.number += 1 }
      desk.newest = state
      return (desk.number, isNew)
    }
    if isNew { bell.ring() }
    return number
  }

  /// Why the newest state is not on disk, as far as is known; nil where all is well.
  public var problem: String? { desk.withLock { $0.written < $0.tried } ? failure : nil }

  /// Waits until a state, or a later one, is written; gives why it is not, nil where it is.
  ///
  /// - Parameter number: what `keep` has given for it.
  public func problem(keeping number: Int, by deadline: ExchangeDeadline) -> String? {
    let tried = Doorbell()
    while true {
      let (isWritten, isTried) = desk.withLock { desk in
        if desk.tried < number { desk.waiting.append(tried) }
        return (desk.written >= number, desk.tried >= number)
      }
      if isTried { return isWritten ? nil : failure }
      guard tried.wait(until: deadline) else { return "the state is not written to \(file.path) in time" }
    }
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

  private var failure: String { "the state cannot be written to \(file.path)" }

  private func run() {
    var isClosed = false
    var hasFailed = false
    while !isClosed {
      // Woken now and then all the same: a write that failed is tried again.
      _ = bell.wait(until: MonotonicClock.deadline(after: .seconds(60)))
      isClosed = desk.withLock { $0.isClosed }
      let (state, number, isWanted) = desk.withLock { ($0.newest, $0.number, $0.written < $0.number) }
      guard isWanted else { continue }
      let isWritten = (try? file.write(state)) != nil
      let waiting = desk.withLock { desk in
        desk.tried = number
        if isWritten { desk.written = number }
        if !isWritten, !hasFailed { desk.trouble = failure }
        defer { desk.waiting = [] }
        return desk.waiting
      }
      for bell in waiting { bell.ring() }
      hasFailed = !isWritten
    }
    end.ring()
  }
}
