import Platform
import Runtime

/// Why a state is not on the disk, in words.
public struct StateError: Error, Hashable, Sendable {
  /// The reason as a sentence without a full stop.
  public var reason: String
}

/// Writes the newest state on a thread of its own: a slow disk holds up nobody.
public final class StateKeeper: Sendable {
  private struct Mailbox {
    var newest: SavedState
    /// How many states were to be kept: the number of the newest.
    var number = 0
    /// The number of the last one that the disk was asked to take.
    var tried = 0
    /// The number of the last one that it has.
    var written = 0
    var trouble: String?
    /// Rung after each try.
    var waiting: [Doorbell] = []
  }

  private let file: StateFile
  private let worker: Worker<Mailbox>

  /// Creates a keeper of `file`, which holds `state` now, and starts its thread, which ends after `close`.
  public init(file: StateFile, state: SavedState) {
    self.file = file
    worker = Worker(Mailbox(newest: state))
    do throws(ThreadError) {
      try worker.start { [self] in writeNewest() }
    } catch {
      worker.withMailbox { $0.trouble = "the state cannot be kept: \(error)" }
    }
  }

  /// Has `state` written soon, of several only the newest may be, and gives its number.
  @discardableResult
  public func keep(_ state: SavedState) -> Int {
    let (number, isNew) = worker.withMailbox { mailbox in
      let isNew = mailbox.newest != state || mailbox.written < mailbox.number
      if isNew { mailbox.number += 1 }
      mailbox.newest = state
      return (mailbox.number, isNew)
    }
    if isNew { worker.wake() }
    return number
  }

  /// Why the newest state is not on disk, as far as is known; nil where all is well.
  public var problem: String? { worker.withMailbox { $0.written < $0.tried } ? failure : nil }

  /// Waits until a state, or a later one, is written; throws why it is not.
  ///
  /// - Parameter number: what `keep` has given for it.
  public func wait(for number: Int, by deadline: ExchangeDeadline) throws(StateError) {
    let tried = Doorbell()
    while true {
      let (isWritten, isTried) = worker.withMailbox { mailbox in
        if mailbox.tried < number { mailbox.waiting.append(tried) }
        return (mailbox.written >= number, mailbox.tried >= number)
      }
      if isWritten { return }
      if isTried { throw StateError(reason: failure) }
      guard tried.wait(until: deadline) else {
        throw StateError(reason: "the state is not written to \(file.path) in time")
      }
    }
  }

  /// What the owner should know and was not told yet.
  public func takeTrouble() -> String? {
    worker.withMailbox { mailbox in
      defer { mailbox.trouble = nil }
      return mailbox.trouble
    }
  }

  /// Writes what is not written yet and ends the thread, for which it waits until `deadline`.
  @discardableResult
  public func close(by deadline: ExchangeDeadline) -> WorkerEnd { worker.close(by: deadline) }

  private var failure: String { "the state cannot be written to \(file.path)" }

  /// Writes the newest state where the file does not have it; a write that failed is tried again at the next wake.
  private func writeNewest() {
    let (state, number, isWanted) = worker.withMailbox { ($0.newest, $0.number, $0.written < $0.number) }
    guard isWanted else { return }
    let isWritten = (try? file.write(state)) != nil
    let waiting = worker.withMailbox { mailbox in
      if !isWritten, mailbox.written == mailbox.tried { mailbox.trouble = failure }
      mailbox.tried = number
      if isWritten { mailbox.written = number }
      defer { mailbox.waiting = [] }
      return mailbox.waiting
    }
    for bell in waiting { bell.ring() }
  }
}
